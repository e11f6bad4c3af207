import type { Planted } from './planted.ts';

export const proveRounds = 8;

export const planted: readonly Planted[] = [
  {
    what: 'a copy is not compared with what it should be when it is read back',
    file: 'electron/core/replica/copy-check.ts',
    from: 'if (sha256 === file.sha256) proven.add(file.path);',
    to: 'if (sha256 !== null) proven.add(file.path);',
  },
  {
    what: 'a copy is sent straight into its final folder',
    file: 'electron/core/replica/copy-pack.ts',
    from: 'this.#work = copyWorkFolder(order.job.id, order.job.startedAt);',
    to: 'this.#work = wanted.name;',
  },
  {
    what: 'a required target is not looked at before services are stopped',
    file: 'electron/core/operations/required-replicas.ts',
    from: 'if (required.length === 0) return;',
    to: 'if (required.length >= 0) return;',
  },
];

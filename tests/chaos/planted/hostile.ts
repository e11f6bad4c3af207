import type { Planted } from './planted.ts';

/** Three thousand mutations and one import of thirty-three. */
export const proveRounds = 3;

/** Faults that the gate `hostile` finds. */
export const planted: readonly Planted[] = [
  {
    what: 'a path may lead upwards',
    file: 'electron/core/archive/tar-path.ts',
    from: 'if (length === 2 && path[from + 1] === 0x2e) throw',
    to: 'if (length === 2 && path[from + 1] === 0x2f) throw',
  },
  {
    what: 'a hard link may name what is no file',
    file: 'electron/core/archive/tar-scanner.ts',
    from: "this.#seen.get(pathKey(entry.link)) !== 'file'",
    to: "this.#seen.get(pathKey(entry.link)) === 'directory'",
  },
  {
    what: 'half an end is an end',
    file: 'electron/core/archive/tar-scanner.ts',
    from: 'if (this.#zeroBlocks < 2 ||',
    to: 'if (this.#zeroBlocks < 1 ||',
  },
  {
    what: 'aliases of a compose file are not counted',
    file: 'electron/core/docker/compose-file.ts',
    from: 'maxAliasCount: aliasLimit',
    to: 'maxAliasCount: -1',
  },
];

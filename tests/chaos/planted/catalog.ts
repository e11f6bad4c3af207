import type { Planted } from './planted.ts';

export const proveRounds = 20;

export const planted: readonly Planted[] = [
  {
    what: 'stacks whose storages alone are known are not found again',
    file: 'electron/core/operations/reindex.ts',
    from: '  const stacksAdded = await registerLostStacks(context, problems);\n',
    to: '  const stacksAdded: string[] = [];\n',
  },
  {
    what: 'a debt is looked for in the catalog alone',
    file: 'electron/core/jobs/stop-ledger.ts',
    from: 'new Set([...this.#catalog.debts.open(), ...(await this.#filed())])',
    to: 'new Set(this.#catalog.debts.open())',
  },
  {
    what: 'the work of jobs that nobody here knows is removed',
    file: 'electron/core/operations/sweep-rule.ts',
    from: 'return job !== null && hasEnded(job);',
    to: 'return job !== null;',
  },
  {
    what: 'damage that a statement meets is told as an internal fault',
    file: 'electron/core/catalog/connection.ts',
    from: '    tellCorruption(database);\n',
    to: '',
  },
];

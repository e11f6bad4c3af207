import type { Planted } from './planted.ts';

export const proveRounds = 3;

export const planted: readonly Planted[] = [
  {
    what: 'a debt is looked for in the catalog alone',
    file: 'electron/core/jobs/stop-ledger.ts',
    from: 'new Set([...this.#catalog.debts.open(), ...(await this.#filed())])',
    to: 'new Set(this.#catalog.debts.open())',
  },
  {
    what: 'nothing is owed when services are stopped',
    file: 'electron/core/operations/stop-window.ts',
    from: "    await this.#job.step('owe', { containers: named }, async () => this.#owe());\n",
    to: "    await this.#job.step('owe', { containers: named }, async () => Promise.resolve());\n",
  },
  {
    what: 'a service that ran during the copy is not noticed',
    file: 'electron/core/operations/quiet-copy.ts',
    from: 'const ran = startedSince(stopped, concerned(now.services, sources));',
    to: 'const ran: readonly string[] = [];',
  },
  {
    what: 'a debt is settled without a look whether the services run',
    file: 'electron/core/operations/debt-payment.ts',
    from: '      if (await startAgain(docker, owed)) started.push(owed);\n',
    to: '',
  },
];

import type { Clock } from '../clock.ts';
import { AlarmBook } from './alarm-book.ts';
import { Backups } from './backups.ts';
import { openConnection } from './connection.ts';
import { Debts } from './debts.ts';
import { Jobs } from './jobs.ts';
import { Journal } from './journal.ts';
import { Kept } from './kept.ts';
import { initial } from './migrations/010-initial.ts';
import { note } from './migrations/020-note.ts';
import { stackBackupSettings } from './migrations/030-stack-backup-settings.ts';
import { policies } from './migrations/040-policies.ts';
import { alarms } from './migrations/050-alarms.ts';
import { replicas } from './migrations/060-replicas.ts';
import { upgrades } from './migrations/075-upgrades.ts';
import { Outbox } from './outbox.ts';
import { Policies } from './policies.ts';
import { PolicyRuns } from './policy-runs.ts';
import { ReplicaCopies } from './replica-copies.ts';
import { Replicas } from './replicas.ts';
import { Settings } from './settings.ts';
import { Stacks } from './stacks.ts';
import { Upgrades } from './upgrades.ts';

const migrations = [initial, note, stackBackupSettings, policies, alarms, replicas, upgrades];

/**
 * Everything that Lifeboat knows, in one SQLite file. Calls are synchronous, and what one wrote has
 * reached the disk when it returns. A row that cannot be understood throws CATALOG_UNUSABLE naming it.
 */
export interface Catalog {
  readonly file: string;
  readonly stacks: Stacks;
  readonly backups: Backups;
  readonly jobs: Jobs;
  readonly journal: Journal;
  readonly debts: Debts;
  readonly kept: Kept;
  readonly policies: Policies;
  readonly policyRuns: PolicyRuns;
  readonly alarmBook: AlarmBook;
  readonly outbox: Outbox;
  readonly replicas: Replicas;
  readonly replicaCopies: ReplicaCopies;
  readonly upgrades: Upgrades;
  readonly settings: Settings;
  /** Runs `act` under the write lock: all of what it writes is there, or none. Not asynchronous. */
  together<T>(act: () => T): T;
  /** SQLite's own check of the file: `ok`, or what is wrong with it. */
  quickCheck(): string;
  close(): void;
}

/** Opens the catalog, making it (folder 0700, file 0600) when it is not there. CATALOG_UNUSABLE when it must not be used. */
export function openCatalog(file: string, clock: Clock): Catalog {
  const database = openConnection(file, migrations);
  return {
    file,
    stacks: new Stacks(database),
    backups: new Backups(database),
    jobs: new Jobs(database),
    journal: new Journal(database, clock),
    debts: new Debts(database, clock),
    kept: new Kept(database),
    policies: new Policies(database),
    policyRuns: new PolicyRuns(database),
    alarmBook: new AlarmBook(database),
    outbox: new Outbox(database),
    replicas: new Replicas(database),
    replicaCopies: new ReplicaCopies(database),
    upgrades: new Upgrades(database),
    settings: new Settings(database),
    together: (act) => database.transaction(act).immediate(),
    quickCheck: () => database.prepare('PRAGMA quick_check').pluck().all().join('; '),
    close: () => {
      database.close();
    },
  };
}

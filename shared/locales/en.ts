import type { ErrorCode } from '../errors.ts';
import type { SourceTreatment } from '../model/coverage.ts';
import type { BackupMode, BackupType, Omission } from '../model/backup.ts';
import type { FaultKind } from '../model/fault.ts';
import type { JobKind, JobStatus, Phase } from '../model/job.ts';
import type { Finding } from '../model/report.ts';
import type { RollbackScope } from '../model/rollback.ts';
import type { StackNote } from '../model/stack.ts';
import type { UpgradeState } from '../model/upgrade.ts';
import { alarms } from './en/alarms.ts';
import { cli } from './en/cli.ts';
import { cron } from './en/cron.ts';
import { desktop } from './en/desktop.ts';
import { doctor } from './en/doctor.ts';
import { errors } from './en/errors.ts';
import { help } from './en/help.ts';
import { panel } from './en/panel.ts';
import { plan } from './en/plan.ts';
import { story } from './en/story.ts';
import { words } from './en/words.ts';

/** What the models demand: a code, phase or state without a sentence does not compile. */
interface Demanded {
  readonly alarms: { readonly fault: Readonly<Record<FaultKind, string>> };
  readonly errors: Readonly<Record<ErrorCode, { readonly message: string; readonly action: string }>>;
  readonly doctor: Readonly<Record<Finding['check'], Readonly<Record<Finding['state'], string>>>>;
  readonly words: {
    readonly phase: Readonly<Record<Phase, string>>;
    readonly backupType: Readonly<Record<BackupType, string>>;
    readonly mode: Readonly<Record<BackupMode, string>>;
    readonly treatment: Readonly<Record<SourceTreatment, string>>;
    readonly status: Readonly<Record<JobStatus, string>>;
    readonly jobKind: Readonly<Record<JobKind, string>>;
    readonly upgradeState: Readonly<Record<UpgradeState, string>>;
    readonly scope: Readonly<Record<RollbackScope, string>>;
    readonly omission: Readonly<Record<Omission['reason'], string>>;
    readonly note: Readonly<Record<StackNote['kind'], string>>;
  };
}

/** The source catalogue. Every other language has its shape. */
export const en = {
  alarms,
  cli,
  cron,
  desktop,
  doctor,
  errors,
  help,
  panel,
  plan,
  story,
  words,
} as const satisfies Demanded & Record<string, unknown>;

import { idleTriggers } from '../../../shared/stack/gives-way.ts';
import { verificationDue } from '../operations/verification-due.ts';
import { verifyBackup, verifyThrottle } from '../operations/verify.ts';
import type { EngineContext } from '../engine-context.ts';
import { verifyDays } from './installation.ts';

/** Bytes per second: what a disk has to spare beside an application. */
const limit = 40_000_000;
/** Looks (one every 15 s, and some more) from one choice to the next: it reads every record and looks at every pack. */
const looksBetween = 40;
/** Whoever has just started has better things to do. */
const looksBeforeFirst = 8;

/** Reads good packs again, one at a time, while nothing else is to be done. */
export class IdleVerifier {
  readonly #context: EngineContext;
  #looks = looksBetween - looksBeforeFirst;
  #jobId: string | null = null;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** To be called at every look that has left nothing waiting. Begins at most one verification. */
  look(): void {
    const { catalog, runner, log } = this.#context;
    this.#looks += 1;
    if (this.#looks < looksBetween || catalog.jobs.open().length > 0) return;
    this.#looks = 0;
    const backup = verificationDue(this.#context, verifyDays(this.#context).value);
    if (backup === null) return;
    const { stackId, stack } = backup;
    const spec = { kind: 'verify' as const, stackId, stack, backupId: backup.id, trigger: idleTriggers.verification };
    const throttle = verifyThrottle(this.#context, limit);
    const job = runner.start(spec, async (control) => verifyBackup(this.#context, control, backup, throttle));
    this.#jobId = job.jobId;
    // Where many are due, the next one follows at once.
    const goOn = (): void => {
      this.#looks = looksBetween;
    };
    // A pack that failed is marked, and its job says why.
    job.result.then(goOn, (error: unknown) =>
      log.warn({ error, backup: backup.name }, 'a periodic verification ended early'),
    );
  }

  /** Gives way to a planned run that this job keeps waiting, if it is one of its own; its pack has its turn later. */
  giveWay(jobId: string): void {
    if (jobId !== this.#jobId) return;
    this.#jobId = null;
    this.#context.runner.cancel(jobId);
  }
}

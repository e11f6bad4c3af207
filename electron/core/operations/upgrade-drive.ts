import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Upgrade } from '../../../shared/model/upgrade.ts';
import { isoTime } from '../clock.ts';
import { composeUp, usualCompose } from '../docker/compose-program.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode, rebuildError, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { goBack } from './upgrade-back.ts';
import { nextUpgradeAct } from './upgrade-state.ts';
import { turnBack } from './upgrade-turn.ts';
import { UpgradeWatch } from './upgrade-watch.ts';

const pollMs = 500;

/**
 * Follows a guarded upgrade to its end, from wherever it is: also one whose process has died. Resolves when the new
 * version is kept. Rejects with UPGRADE_UNDONE when everything is back as before, with UPGRADE_NOT_BACK when it is
 * not. An operator's cancel is the word to go back; the end of the process is not: then it waits for the next one.
 */
export async function driveUpgrade(context: EngineContext, job: JobControl, id: string): Promise<Upgrade> {
  const { catalog, clock } = context;
  const watch = new UpgradeWatch(context);
  for (;;) {
    const upgrade = catalog.upgrades.get(id);
    if (upgrade === null) throw new AppError('UPGRADE_NOT_FOUND', { job: id });
    const next = nextUpgradeAct(upgrade, clock());
    if (next.act === 'ended') return upgrade;
    if (next.act === 'keep') return keep(context, id);
    if (next.act === 'go-back') {
      const turned = turnBack(catalog, id, next.reason);
      if (turned !== null) return backFrom(context, job, turned, next.reason);
      continue;
    }
    if (next.act === 'give-up') {
      const reason: ErrorReport = { code: 'JOB_INTERRUPTED', params: {} };
      return catalog.upgrades.update(id, { state: 'failed', reason, endedAt: isoTime(clock()) });
    }
    if (job.signal.aborted) {
      if (catalog.jobs.get(job.id)?.cancelRequested !== true) throw job.signal.reason;
      const declined: ErrorReport = { code: 'UPGRADE_DECLINED', params: {} };
      const turned = turnBack(catalog, id, declined);
      if (turned !== null) return backFrom(context, job, turned, declined);
      continue;
    }
    if (next.act === 'check') {
      const until = isoTime(clock() + upgrade.healthMs);
      catalog.together(() => {
        const { decision } = catalog.upgrades.get(id) ?? upgrade;
        catalog.upgrades.update(id, { state: 'checking', until, decision: decision === 'check' ? null : decision });
      });
    } else if (next.act === 'look') {
      await look(context, job, upgrade, watch);
    } else {
      job.progress.phase(upgrade.state === 'confirming' ? 'awaiting-word' : 'upgrading');
    }
    await delay(pollMs, undefined, { signal: job.signal }).catch(() => undefined);
  }
}

function keep({ catalog, clock }: EngineContext, id: string): Upgrade {
  return catalog.upgrades.update(id, { state: 'kept', until: null, endedAt: isoTime(clock()) });
}

async function look(
  { catalog, clock }: EngineContext,
  job: JobControl,
  upgrade: Upgrade,
  watch: UpgradeWatch,
): Promise<void> {
  job.progress.phase('waiting-healthy');
  const seen = await watch.look(upgrade, job.signal).catch((error: unknown) => {
    if (job.signal.aborted) return null;
    throw error;
  });
  if (seen === null) return;
  const isOver = upgrade.until !== null && clock() >= Date.parse(upgrade.until);
  if (seen.verdict === 'healthy') {
    const until = isoTime(clock() + upgrade.confirmMs);
    catalog.together(() => {
      // The operator may have decided in this very moment.
      const decision = catalog.upgrades.get(upgrade.id)?.decision ?? (upgrade.keepHealthy ? 'keep' : null);
      catalog.upgrades.update(upgrade.id, { state: 'confirming', until, decision });
    });
  } else if (seen.verdict === 'failed' || isOver) {
    const reason: ErrorReport = { code: 'UPGRADE_UNHEALTHY', params: { detail: seen.detail } };
    turnBack(catalog, upgrade.id, reason);
  }
}

async function backFrom(
  context: EngineContext,
  job: JobControl,
  upgrade: Upgrade,
  reason: ErrorReport,
): Promise<never> {
  const { catalog, clock } = context;
  const { id, stack, compose, services } = upgrade;
  job.log.warn({ reason }, 'the upgrade is being undone');
  try {
    await job.atomic(async () => goBack(context, unstoppable(job), upgrade));
  } catch (error) {
    job.log.error({ error }, 'the upgrade could not be undone');
    // Before the data is back, the same line would start the old version on what the new one made of it.
    const isTime = catalog.upgrades.get(id)?.dataBack === true;
    const up = compose === null || !isTime ? [] : composeUp(usualCompose, compose, services, 'up');
    const why = reportOf(error);
    const manual = up.length === 0 ? '–' : up.map(quoted).join(' ');
    const params = { ...why.params, stack, job: id, cause: why.code, manual };
    const failure = new AppError('UPGRADE_NOT_BACK', params, { cause: error });
    // An engine that is away comes back, and the promise stands: whoever follows it then goes on.
    const isAway = hasCode(error, 'DOCKER_UNREACHABLE') || hasCode(error, 'DOCKER_LOST');
    const ended = { state: 'failed', reason: { code: failure.code, params }, endedAt: isoTime(clock()) } as const;
    if (!isAway) catalog.upgrades.update(id, ended);
    throw failure;
  }
  catalog.upgrades.update(id, { state: 'back', endedAt: isoTime(clock()) });
  throw rebuildError({ code: 'UPGRADE_UNDONE', params: { ...reason.params, stack, cause: reason.code } });
}

/** Going back is not to be cancelled half way: its steps begin whatever happened to the job. */
function unstoppable(job: JobControl): JobControl {
  const { id, log, progress, resources } = job;
  return {
    id,
    log,
    progress,
    resources,
    signal: new AbortController().signal,
    step: async (name, args, act) => job.rescue(name, args, act),
    rescue: async (name, args, act) => job.rescue(name, args, act),
    atomic: async (act) => job.atomic(act),
    update: (patch) => job.update(patch),
  };
}

/** As it can be pasted into a shell. */
function quoted(word: string): string {
  return /^[\w./:=@-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

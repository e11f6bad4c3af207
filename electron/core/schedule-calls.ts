import type { PolicyRun } from '../../shared/model/policy.ts';
import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { runBackup } from './operations/backup.ts';
import { backupOptions } from './operations/backup-options.ts';
import { previewRetention } from './operations/prune.ts';
import { findStack } from './operations/stack-access.ts';
import { resumeUpgrades } from './operations/upgrade-resume.ts';
import { retentionCalls } from './retention-calls.ts';
import { everyBeat } from './schedule/beat.ts';
import { changeScheduleSettings } from './schedule/change-settings.ts';
import { scheduleSettings } from './schedule/installation.ts';
import { findPolicy, policyView, previewPolicy, savePolicy } from './schedule/policies.ts';
import { policyRequest } from './schedule/policy-request.ts';
import { pauseSchedule, resumeSchedule, scheduleState } from './schedule/schedule-state.ts';
import { Scheduler } from './schedule/scheduler.ts';

type Calls = Pick<
  Engine,
  | 'policies'
  | 'previewPolicy'
  | 'savePolicy'
  | 'removePolicy'
  | 'runPolicy'
  | 'policyRuns'
  | 'schedule'
  | 'pauseSchedule'
  | 'resumeSchedule'
  | 'scheduleSettings'
  | 'setScheduleSettings'
  | 'runScheduler'
  | 'onPolicyRun'
  | 'setPinned'
  | 'previewPrune'
  | 'prune'
>;

interface ScheduleCalls {
  readonly calls: Calls;
  /** Ends what `runScheduler` has begun; at once, nothing new is begun any more. */
  readonly close: () => Promise<void>;
}

const runsShown = 400;

/**
 * The engine's calls about policies, planned runs and retention. Wiring only. `lookAndTell` is called where a scheduler
 * beats, and never awaited: no channel that is silent may hold a night up.
 */
export function scheduleCalls(context: EngineContext, lookAndTell: Engine['lookAndTell']): ScheduleCalls {
  const { catalog, log } = context;
  const schedulers = new Set<Scheduler>();
  const running = new Set<AsyncDisposable>();
  const listeners = new Set<(run: PolicyRun) => void>();
  const changed = (): void => {
    for (const scheduler of schedulers) scheduler.wake();
  };
  const told = (run: PolicyRun): void => {
    for (const listener of listeners) {
      try {
        listener(run);
      } catch (error) {
        // A broken view must not keep a backup from its time.
        log.error({ error, run: run.id }, 'a listener of planned runs failed');
      }
    }
  };
  const calls: Calls = {
    policies: async (stack) =>
      catalog.policies
        .list(stack === undefined ? undefined : findStack(context, stack).id)
        .map((policy) => policyView(context, policy)),
    async previewPolicy(reference, id, draft) {
      const stack = findStack(context, reference);
      return previewPolicy(
        context,
        stack,
        id,
        draft,
        id === null ? null : previewRetention(context, stack, { ...draft, id }),
      );
    },
    async savePolicy(stack, id, draft) {
      const saved = await savePolicy(context, findStack(context, stack), id, draft);
      changed();
      return policyView(context, saved);
    },
    async removePolicy(id) {
      const view = policyView(context, findPolicy(context, id));
      catalog.policies.remove(id);
      changed();
      return view;
    },
    runPolicy(id) {
      const policy = findPolicy(context, id);
      const stack = findStack(context, policy.stackId);
      const options = backupOptions(policyRequest(policy, `policy ${policy.name}, run by hand`), stack.backup);
      const spec = { kind: 'backup' as const, stackId: stack.id, stack: stack.name, trigger: options.trigger };
      return context.runner.start(spec, async (job) => runBackup(context, job, stack, options));
    },
    policyRuns: async (stack) => catalog.policyRuns.list(findStack(context, stack).id, runsShown),
    schedule: async () => scheduleState(context),
    async pauseSchedule(until) {
      pauseSchedule(context, until);
      changed();
      return scheduleState(context);
    },
    async resumeSchedule() {
      resumeSchedule(context);
      changed();
      return scheduleState(context);
    },
    scheduleSettings: async () => scheduleSettings(context),
    async setScheduleSettings(change) {
      changeScheduleSettings(context, change);
      changed();
      return scheduleSettings(context);
    },
    runScheduler(kind) {
      const scheduler = new Scheduler({ context, kind, told });
      schedulers.add(scheduler);
      let closed = false;
      const resume = (): void => {
        resumeUpgrades(context).catch((error: unknown) => {
          if (!closed) log.error({ error }, 'guarded upgrades could not be followed');
        });
      };
      // What a dead process has promised an operator: at once, and whatever process plans the nights.
      resume();
      const beat = everyBeat(async () => {
        resume();
        await scheduler.tick();
        lookAndTell().catch((error: unknown) => log.error({ error }, 'nobody could be told of what is wrong'));
      });
      scheduler.wake();
      const claim = {
        async [Symbol.asyncDispose]() {
          closed = true;
          running.delete(claim);
          beat[Symbol.dispose]();
          schedulers.delete(scheduler);
          await scheduler.close();
        },
      };
      running.add(claim);
      return claim;
    },
    onPolicyRun(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    ...retentionCalls(context),
  };
  return {
    calls,
    async close() {
      await Promise.all([...running].map(async (claim) => claim[Symbol.asyncDispose]()));
    },
  };
}

import { create } from 'zustand';
import type { ErrorReport } from '../../shared/errors.ts';
import type { PolicyRun } from '../../shared/model/policy.ts';
import type { PolicyView, ScheduleState } from '../../shared/model/schedule.ts';
import { call, reportOf } from '../client.ts';

interface PlansOf {
  readonly policies: readonly PolicyView[];
  /** Newest planned time first. */
  readonly runs: readonly PolicyRun[];
}

interface ScheduleStore {
  /** By stack id. A stack that was never looked at is absent. */
  readonly of: Readonly<Record<string, PlansOf>>;
  /** Of all stacks; null until it is known. */
  readonly state: ScheduleState | null;
  readonly error: ErrorReport | null;
  readonly load: (stackId: string) => Promise<void>;
  /** Of all stacks, and nothing else. */
  readonly loadState: () => Promise<void>;
  /** Pauses all schedules, until an ISO 8601 time or, with null, until somebody resumes. Rejects with `CallError`. */
  readonly pause: (until: string | null) => Promise<void>;
  /** Rejects with `CallError`. */
  readonly resume: () => Promise<void>;
}

export const useSchedule = create<ScheduleStore>()((set) => ({
  of: {},
  state: null,
  error: null,
  async load(stack) {
    try {
      const [policies, runs, state] = await Promise.all([
        call('policies.list', { stack }),
        call('policies.runs', { stack }),
        call('schedule.state'),
      ]);
      set(({ of }) => ({ of: { ...of, [stack]: { policies, runs } }, state, error: null }));
    } catch (error) {
      set({ error: reportOf(error) });
    }
  },
  async loadState() {
    try {
      set({ state: await call('schedule.state') });
    } catch (error) {
      set({ error: reportOf(error) });
    }
  },
  pause: async (until) => set({ state: await call('schedule.pause', { until }) }),
  resume: async () => set({ state: await call('schedule.resume') }),
}));

import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { AppError } from './errors.ts';
import { retentionCalls } from './retention-calls.ts';

type ScheduleCalls = Pick<
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
  | 'runScheduler'
  | 'setPinned'
  | 'previewPrune'
  | 'prune'
>;

const notYet = (): never => {
  throw new AppError('INTERNAL', { detail: 'not built yet' });
};

/** The engine's calls about policies, planned runs and retention. Wiring only. */
export function scheduleCalls(context: EngineContext): ScheduleCalls {
  return {
    policies: async () => notYet(),
    previewPolicy: async () => notYet(),
    savePolicy: async () => notYet(),
    removePolicy: async () => notYet(),
    runPolicy: () => notYet(),
    policyRuns: async () => notYet(),
    schedule: async () => notYet(),
    pauseSchedule: async () => notYet(),
    resumeSchedule: async () => notYet(),
    runScheduler: () => notYet(),
    ...retentionCalls(context),
  };
}

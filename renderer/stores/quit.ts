import { create } from 'zustand';
import type { Job } from '../../shared/model/job.ts';

interface QuitStore {
  /** The job because of which the operator is asked; null when nobody wants to quit. */
  readonly job: Job | null;
  readonly ask: (job: Job) => void;
  readonly answered: () => void;
}

export const useQuit = create<QuitStore>()((set) => ({
  job: null,
  ask: (job) => set({ job }),
  answered: () => set({ job: null }),
}));

import { create } from 'zustand';
import type { Destination } from '../../shared/ipc/events.ts';

export type StackTab = 'backups' | 'schedule' | 'replica' | 'coverage' | 'settings';

/** Where the window is. */
export type Place =
  | Exclude<Destination, { page: 'jobs' | 'stack' }>
  | { page: 'stack'; stackId: string; tab: StackTab };

interface NavigationStore {
  readonly place: Place;
  /** The jobs drawer lies over every page; with a job's id it shows that one. */
  readonly jobs: { readonly open: boolean; readonly jobId: string | null };
  readonly go: (to: Destination, tab?: StackTab) => void;
  readonly closeJobs: () => void;
}

export const useNavigation = create<NavigationStore>()((set) => ({
  place: { page: 'overview' },
  jobs: { open: false, jobId: null },
  go(to, tab = 'backups') {
    if (to.page === 'jobs') set({ jobs: { open: true, jobId: to.jobId } });
    else if (to.page === 'stack') set({ place: { page: 'stack', stackId: to.stackId, tab } });
    else set({ place: to });
  },
  closeJobs: () => set({ jobs: { open: false, jobId: null } }),
}));

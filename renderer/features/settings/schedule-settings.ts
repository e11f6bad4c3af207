import { create } from 'zustand';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { ScheduleSettings } from '../../../shared/model/schedule.ts';
import { call, reportOf } from '../../client.ts';

interface ScheduleSettingsStore {
  /** Null until main has answered. */
  readonly settings: ScheduleSettings | null;
  readonly error: ErrorReport | null;
  readonly load: () => Promise<void>;
  readonly take: (settings: ScheduleSettings) => void;
}

/** What holds for every policy that says nothing else, and who says so. */
export const useScheduleSettings = create<ScheduleSettingsStore>()((set) => ({
  settings: null,
  error: null,
  async load() {
    try {
      set({ settings: await call('schedule.settings'), error: null });
    } catch (error) {
      set({ error: reportOf(error) });
    }
  },
  take: (settings) => set({ settings, error: null }),
}));

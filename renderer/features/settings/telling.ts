import { create } from 'zustand';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { NotificationView } from '../../../shared/model/notification.ts';
import { call, reportOf } from '../../client.ts';

interface TellingStore {
  /** Null until main has answered. */
  readonly view: NotificationView | null;
  readonly error: ErrorReport | null;
  readonly load: () => Promise<void>;
  readonly take: (view: NotificationView) => void;
}

/** How telling people is set up. */
export const useTelling = create<TellingStore>()((set) => ({
  view: null,
  error: null,
  async load() {
    try {
      set({ view: await call('notifications.get'), error: null });
    } catch (error) {
      set({ error: reportOf(error) });
    }
  },
  take: (view) => set({ view, error: null }),
}));

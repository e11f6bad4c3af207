import { create } from 'zustand';
import type { ErrorReport } from '../../shared/errors.ts';
import type { BackupView } from '../../shared/model/view.ts';
import { call, reportOf } from '../client.ts';

interface BackupsStore {
  /** By stack id, newest first. A stack that was never looked at is absent. */
  readonly of: Readonly<Record<string, readonly BackupView[]>>;
  readonly error: ErrorReport | null;
  readonly load: (stackId: string) => Promise<void>;
}

export const useBackups = create<BackupsStore>()((set) => ({
  of: {},
  error: null,
  async load(stackId) {
    try {
      const list = await call('backups.list', { stack: stackId });
      set(({ of }) => ({ of: { ...of, [stackId]: list }, error: null }));
    } catch (error) {
      set({ error: reportOf(error) });
    }
  },
}));

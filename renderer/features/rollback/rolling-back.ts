import { create } from 'zustand';

interface RollingBackStore {
  /** What the dialog is about: a stack, and the backup to go back to; null lets the operator choose one. */
  readonly at: { readonly stackId: string; readonly backupId: string | null } | null;
  readonly open: (stackId: string, backupId: string | null) => void;
  readonly close: () => void;
}

export const useRollingBack = create<RollingBackStore>()((set) => ({
  at: null,
  open: (stackId, backupId) => set({ at: { stackId, backupId } }),
  close: () => set({ at: null }),
}));

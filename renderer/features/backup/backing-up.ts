import { create } from 'zustand';

interface BackingUpStore {
  /** The stack whose *Backup now* dialog is open; null when none is. */
  readonly stackId: string | null;
  readonly open: (stackId: string) => void;
  readonly close: () => void;
}

export const useBackingUp = create<BackingUpStore>()((set) => ({
  stackId: null,
  open: (stackId) => set({ stackId }),
  close: () => set({ stackId: null }),
}));

import { create } from 'zustand';

interface ProtectingStore {
  /** The stack whose *Protect an upgrade* dialog is open; null when none is. */
  readonly stackId: string | null;
  readonly open: (stackId: string) => void;
  readonly close: () => void;
}

export const useProtecting = create<ProtectingStore>()((set) => ({
  stackId: null,
  open: (stackId) => set({ stackId }),
  close: () => set({ stackId: null }),
}));

import { create } from 'zustand';

interface AddingStore {
  /** Whether the dialog that adds a stack is open. */
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
}

export const useAdding = create<AddingStore>()((set) => ({
  isOpen: false,
  open: () => set({ isOpen: true }),
  close: () => set({ isOpen: false }),
}));

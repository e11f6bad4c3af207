import { create } from 'zustand';

/** Ways in which a stack is added. */
export const addWays = ['project', 'compose-file', 'folder', 'sample'] as const;
export type AddWay = (typeof addWays)[number];

interface AddingStore {
  /** Whether the dialog that adds a stack is open. */
  readonly isOpen: boolean;
  /** The way that is selected when it opens. */
  readonly way: AddWay;
  readonly open: () => void;
  readonly openAt: (way: AddWay) => void;
  readonly close: () => void;
}

export const useAdding = create<AddingStore>()((set) => ({
  isOpen: false,
  way: 'project',
  open: () => set({ isOpen: true, way: 'project' }),
  openAt: (way) => set({ isOpen: true, way }),
  close: () => set({ isOpen: false }),
}));

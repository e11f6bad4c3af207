import { create } from 'zustand';
import type { ErrorReport } from '../../shared/errors.ts';
import type { StackView } from '../../shared/model/view.ts';
import { call, reportOf } from '../client.ts';

interface StacksStore {
  /** Null until they are known. */
  readonly list: readonly StackView[] | null;
  readonly error: ErrorReport | null;
  readonly load: () => Promise<void>;
}

export const useStacks = create<StacksStore>()((set) => ({
  list: null,
  error: null,
  async load() {
    try {
      set({ list: await call('stacks.list'), error: null });
    } catch (error) {
      set({ error: reportOf(error) });
    }
  },
}));

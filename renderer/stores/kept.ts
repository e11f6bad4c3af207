import { create } from 'zustand';
import type { KeptRollback } from '../../shared/model/rollback.ts';
import { call } from '../client.ts';

interface KeptStore {
  /** Rollbacks whose old data is still kept. */
  readonly list: readonly KeptRollback[];
  readonly load: () => Promise<void>;
}

export const useKept = create<KeptStore>()((set) => ({
  list: [],
  load: async () => set({ list: await call('rollback.kept') }),
}));

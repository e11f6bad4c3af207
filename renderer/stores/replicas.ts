import { create } from 'zustand';
import type { ErrorReport } from '../../shared/errors.ts';
import type { ReplicaView } from '../../shared/model/replica.ts';
import { call, reportOf } from '../client.ts';

interface ReplicasStore {
  /** Targets by stack id, oldest first. A stack that was never looked at is absent. */
  readonly of: Readonly<Record<string, readonly ReplicaView[]>>;
  readonly error: ErrorReport | null;
  readonly load: (stackId: string) => Promise<void>;
}

export const useReplicas = create<ReplicasStore>()((set) => ({
  of: {},
  error: null,
  async load(stack) {
    try {
      const list = await call('replicas.list', { stack });
      set(({ of }) => ({ of: { ...of, [stack]: list }, error: null }));
    } catch (error) {
      set({ error: reportOf(error) });
    }
  },
}));

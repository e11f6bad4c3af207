import { create } from 'zustand';
import type { Upgrade } from '../../shared/model/upgrade.ts';
import { call } from '../client.ts';

interface UpgradesStore {
  /** By stack id, newest first. A stack that was never looked at is absent. */
  readonly of: Readonly<Record<string, readonly Upgrade[]>>;
  readonly load: (stackId: string) => Promise<void>;
}

export const useUpgrades = create<UpgradesStore>()((set) => ({
  of: {},
  async load(stackId) {
    const list = await call('upgrades.list', { stack: stackId });
    set(({ of }) => ({ of: { ...of, [stackId]: list } }));
  },
}));

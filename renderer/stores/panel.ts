import { create } from 'zustand';
import type { PanelState } from '../../shared/ipc/contract.ts';
import type { SettingsChange } from '../../shared/model/panel-settings.ts';
import { call } from '../client.ts';

interface PanelStore {
  /** Null until main has answered for the first time. */
  readonly state: PanelState | null;
  readonly load: () => Promise<void>;
  readonly take: (state: PanelState) => void;
  readonly change: (change: SettingsChange) => Promise<void>;
}

export const usePanel = create<PanelStore>()((set) => ({
  state: null,
  load: async () => set({ state: await call('panel.state') }),
  take: (state) => set({ state }),
  change: async (change) => set({ state: await call('panel.set', change) }),
}));

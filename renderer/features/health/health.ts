import { create } from 'zustand';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Finding } from '../../../shared/model/report.ts';
import { call, reportOf } from '../../client.ts';

interface HealthStore {
  /** Null until they are known, and after an examination that failed. */
  readonly findings: readonly Finding[] | null;
  /** When they were found. */
  readonly at: string | null;
  readonly examining: boolean;
  readonly error: ErrorReport | null;
  readonly examine: () => Promise<void>;
}

/** What the last examination found. */
export const useHealth = create<HealthStore>()((set, get) => ({
  findings: null,
  at: null,
  examining: false,
  error: null,
  async examine() {
    if (get().examining) return;
    set({ examining: true });
    try {
      const findings = await call('health.examine');
      set({ findings, at: new Date().toISOString(), error: null });
    } catch (error) {
      set({ findings: null, at: null, error: reportOf(error) });
    } finally {
      set({ examining: false });
    }
  },
}));

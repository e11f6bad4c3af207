import { create } from 'zustand';

const key = 'read-runs';

interface ReadRunsStore {
  /** Ids of planned runs of which the operator has read that they made no backup. */
  readonly ids: readonly string[];
  /** Takes the place of what was read before: what is told no more need not be known as read. */
  readonly read: (ids: readonly string[]) => void;
}

/** Kept in the page's own storage: what was put away stays away after a restart. */
export const useReadRuns = create<ReadRunsStore>()((set) => ({
  ids: stored(),
  read(ids) {
    localStorage.setItem(key, JSON.stringify(ids));
    set({ ids });
  },
}));

function stored(): readonly string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    // Told once more is better than not told.
    return [];
  }
}

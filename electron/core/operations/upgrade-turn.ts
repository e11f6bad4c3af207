import type { ErrorReport } from '../../../shared/errors.ts';
import type { Upgrade } from '../../../shared/model/upgrade.ts';
import type { Catalog } from '../catalog/database.ts';

/**
 * Writes down that an upgrade goes back, and why. Null, and nothing is written, when the operator's word to keep it was
 * taken in this very moment: a word that was taken stays.
 */
export function turnBack(catalog: Catalog, id: string, reason: ErrorReport): Upgrade | null {
  return catalog.together(() => {
    const now = catalog.upgrades.get(id);
    if (now?.decision === 'keep' && now.state !== 'going-back') return null;
    return catalog.upgrades.update(id, { state: 'going-back', reason, until: null });
  });
}

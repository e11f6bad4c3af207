import { backupTypes } from '../../shared/model/backup.ts';
import { jobKinds } from '../../shared/model/job.ts';
import type { Words } from '../words.tsx';

const kindOf = [
  ['before rollback to ', 'rollback'],
  ['imported from ', 'import'],
  ['import ', 'import'],
  ['verify on ', 'verify'],
  ['verify ', 'verify'],
  ['migrate to ', 'migrate'],
  ['undo of ', 'undo'],
  ['release of ', 'release'],
  ['retention after ', 'prune'],
  ['copy to ', 'replicate'],
  ['adopt from ', 'adopt'],
  ['fetch ', 'fetch'],
] as const;

const scheduled = 'scheduled ';
const byHand = /^policy (?<policy>.+), run by hand$/u;

/** Why a job or a backup was made, in the reader's words where the engine has a word for it, else as it is written. */
export function causeText(trigger: string, { text }: Pick<Words, 'text'>): string {
  const type = backupTypes.find((candidate) => candidate === trigger);
  if (type !== undefined) return text(`words.backupType.${type}`);
  const kind = jobKinds.find((candidate) => candidate === trigger);
  if (kind !== undefined) return text(`words.jobKind.${kind}`);
  const found = kindOf.find(([prefix]) => trigger.startsWith(prefix));
  if (found === undefined) return policyCause(trigger, text);
  const [prefix, what] = found;
  return text('panel.ui.cause', { what: text(`words.jobKind.${what}`), of: trigger.slice(prefix.length) });
}

function policyCause(trigger: string, text: Words['text']): string {
  if (trigger === 'periodic verification') return text('panel.ui.periodic');
  if (trigger === 'replication queue') return text('panel.ui.queue');
  if (trigger.startsWith(scheduled))
    return text('panel.ui.cause', { what: text('words.backupType.scheduled'), of: trigger.slice(scheduled.length) });
  const policy = byHand.exec(trigger)?.groups?.['policy'];
  return policy === undefined ? trigger : text('panel.ui.byHand', { policy });
}

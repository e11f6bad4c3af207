import { useBackups } from '../../stores/backups.ts';
import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { momentOf, sharesMinute } from './moment.ts';

/** Says when a backup of this stack was made as a button can name it: `yesterday 17:12`, and no two alike. */
export function useMoment(stackId: string): (time: string) => string {
  const { text } = useWords();
  const backups = useBackups(({ of }) => of[stackId]);
  const now = useNow();
  const all = backups?.map(({ createdAt }) => createdAt) ?? [];
  return (iso) => {
    const { day, time } = momentOf(iso, now, sharesMinute(iso, all));
    return text(`panel.rollback.moment.${day}`, { time });
  };
}

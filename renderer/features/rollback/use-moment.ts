import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { momentOf } from './moment.ts';

/** Says moments as a button can name them, e.g. `yesterday 17:12`. */
export function useMoment(): (time: string) => string {
  const { text } = useWords();
  const now = useNow();
  return (iso) => {
    const { day, time } = momentOf(iso, now);
    return day === null ? time : text(`panel.rollback.moment.${day}`, { time });
  };
}

import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../words.tsx';

const minuteMs = 60_000;

/** Milliseconds since the epoch, anew every minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A moment as people say it; exactly, on hover. */
export function Ago({ time }: { readonly time: string }): ReactNode {
  const words = useWords();
  const now = useNow();
  return (
    <time dateTime={time} title={time}>
      {words.ago(time, Math.max(now, Date.parse(time)))}
    </time>
  );
}

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

interface TimeProps {
  /** ISO 8601. */
  readonly time: string;
}

/** A moment that has been, as people say it; exactly, on hover. */
export function Ago({ time }: TimeProps): ReactNode {
  return <Said time={time} now={Math.max(useNow(), Date.parse(time))} />;
}

/** A moment to come, as people say it; exactly, on hover. */
export function Ahead({ time }: TimeProps): ReactNode {
  return <Said time={time} now={Math.min(useNow(), Date.parse(time))} />;
}

function Said({ time, now }: TimeProps & { readonly now: number }): ReactNode {
  const words = useWords();
  return (
    <time dateTime={time} title={time}>
      {words.ago(time, now)}
    </time>
  );
}

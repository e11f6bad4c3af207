const nsPerSecond = 1_000_000_000n;

function settled(seconds: number): bigint {
  const whole = Math.trunc(seconds);
  return BigInt(whole) * nsPerSecond + BigInt(Math.trunc((seconds - whole) * 1e9));
}

function microsecond(ns: bigint): bigint {
  return ns / 1000n - (ns % 1000n < 0n ? 1n : 0n);
}

/**
 * A time for `utimes` and its kin. Node takes seconds as a double, which near today is fine to 0.24 µs: of
 * the nanoseconds, the microsecond always comes out exactly. As text, because Node takes negative numbers
 * for "now".
 */
export function settableTime(ns: bigint): string {
  const seconds = Number(ns / nsPerSecond) + Number(ns % nsPerSecond) / 1e9;
  const wanted = microsecond(ns);
  const got = microsecond(settled(seconds));
  if (got === wanted) return String(seconds);
  const step = 2 ** (Math.floor(Math.log2(Math.abs(seconds))) - 52);
  return String(got < wanted ? seconds + step : seconds - step);
}

/** Whether a file's time is the wanted one, as far as `settableTime` can say it: to less than 1 µs (more after the year 2242). */
export function isSameTime(wanted: bigint, found: bigint): boolean {
  const difference = Number(wanted < found ? found - wanted : wanted - found);
  return difference < Math.max(1000, Math.abs(Number(wanted)) * Number.EPSILON * 2);
}

/**
 * Acts on every item, `count` at a time, in their order. The first failure stops the others; it rejects once none of
 * them is under way any more.
 */
export async function inLanes<T>(
  items: readonly T[],
  count: number,
  signal: AbortSignal,
  act: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const waiting = items.values();
  const failures: { readonly error: unknown }[] = [];
  const lane = async (): Promise<void> => {
    try {
      for (const item of waiting) {
        both.throwIfAborted();
        await act(item, both);
      }
    } catch (error) {
      failures.push({ error });
      stop.abort();
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
  signal.throwIfAborted();
  const [failure] = failures;
  if (failure !== undefined) throw failure.error;
}

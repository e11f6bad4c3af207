import { setTimeout as wait } from 'node:timers/promises';

/** Collects garbage until nothing more is freed; what is closed by finalizers needs another turn of the loop. */
export async function lastPagesReturned(): Promise<void> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run with --expose-gc');
  for (let turn = 0; turn < 3; turn += 1) {
    gc();
    await wait(20);
  }
}

import { z } from 'zod';

/** `take`: recovers what is dead, and begins a job of the stack; `end`: ends that job. */
export const raceOrder = z.strictObject({
  kind: z.enum(['take', 'end']),
  /** The real moment at which to do it, ms. */
  at: z.int(),
  /** So far is its clock from the machine's, ms. */
  shiftMs: z.int(),
});
export type RaceOrder = z.infer<typeof raceOrder>;

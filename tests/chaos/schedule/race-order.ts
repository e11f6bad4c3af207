import { z } from 'zod';

/**
 * `look`: a new scheduler looks once and, when it is to leave, gives its lease back.
 * `begin`: every waiting run is begun without asking for the lease.
 */
export const raceOrder = z.strictObject({
  kind: z.enum(['look', 'begin']),
  /** What the clock of Lifeboat says, ms. */
  now: z.int(),
  /** The real moment at which to do it, ms. */
  at: z.int(),
  leave: z.boolean(),
});
export type RaceOrder = z.infer<typeof raceOrder>;

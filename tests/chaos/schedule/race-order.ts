import { z } from 'zod';

/**
 * `look`: recovers, as a shell does when a process has died; then a new scheduler looks once and gives its lease back.
 * `begin`: every waiting run is begun without asking for the lease.
 * `hang`: a new scheduler looks once and keeps the lease; the job that it begins does not end.
 */
export const raceOrder = z.strictObject({
  kind: z.enum(['look', 'begin', 'hang']),
  /** What the clock of Lifeboat says, ms. */
  now: z.int(),
  /** The real moment at which to do it, ms. */
  at: z.int(),
});
export type RaceOrder = z.infer<typeof raceOrder>;

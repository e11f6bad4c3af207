import { z } from 'zod';
import type { Catalog } from '../catalog/database.ts';

const key = 'schedulePause';
const schema = z.strictObject({ since: z.string(), until: z.string().nullable() });

/** A time in which nothing is begun, and what is planned is missed. One that has ended explains what was missed in it. */
export type Pause = Readonly<z.infer<typeof schema>>;

/** The last pause, over or not; null when there never was one. */
export function lastPause(catalog: Catalog): Pause | null {
  return catalog.settings.get(key, schema);
}

/** Whether an instant (ms) lies in a pause. */
export function isPausedAt(pause: Pause | null, at: number): boolean {
  if (pause === null || at < Date.parse(pause.since)) return false;
  return pause.until === null || at < Date.parse(pause.until);
}

/** Replaces the last pause. */
export function writePause(catalog: Catalog, pause: Pause): void {
  catalog.settings.set(key, pause);
}

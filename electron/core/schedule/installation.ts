import { z } from 'zod';
import type { EngineContext } from '../engine-context.ts';

/** A value of the whole installation and who says so. The catalog goes before the environment, and both before what is built in. */
export interface InForce<T> {
  readonly value: T;
  readonly from: 'catalog' | 'environment' | 'built-in';
}

type Part = Pick<EngineContext, 'catalog' | 'environment'>;

const builtInMaxParallel = 1;
const builtInVerifyDays = 30;

function inForce<T>(catalog: T | null, environment: T | null, builtIn: T): InForce<T> {
  if (catalog !== null) return { value: catalog, from: 'catalog' };
  return environment === null ? { value: builtIn, from: 'built-in' } : { value: environment, from: 'environment' };
}

/** The zone of policies that name none, as an IANA name; built in: the system's. */
export function installationTimeZone({ catalog, environment }: Part): InForce<string> {
  const { timeZone: system } = Intl.DateTimeFormat().resolvedOptions();
  return inForce(catalog.settings.get('timeZone', z.string()), environment.timeZone, system);
}

/** How many of its own backups the scheduler runs at once. */
export function maxParallel({ catalog, environment }: Part): InForce<number> {
  return inForce(catalog.settings.get('maxParallel', z.int().min(1)), environment.maxParallel, builtInMaxParallel);
}

/** Every good pack is read again within so many days, unless its policy says otherwise. */
export function verifyDays({ catalog }: Pick<EngineContext, 'catalog'>): InForce<number> {
  return inForce(catalog.settings.get('verifyDays', z.number().positive()), null, builtInVerifyDays);
}

import type { DatabaseEngine } from '../../../shared/model/database.ts';
import { AppError } from '../errors.ts';
import type { DatabaseDriver } from './driver.ts';
import { driverOf } from './drivers.ts';

/** What speaks to servers of an engine. DATABASE_NO_DUMP where there is nothing. */
export function knownDriver(engine: DatabaseEngine): DatabaseDriver {
  const driver = driverOf(engine);
  if (driver === null) throw new AppError('DATABASE_NO_DUMP', { engine });
  return driver;
}

import type { DatabaseEngine } from '../../../shared/model/database.ts';
import { AppError } from '../errors.ts';
import type { DatabaseDriver } from './driver.ts';

/** How the servers of an engine are worked with. DATABASE_NO_DUMP. */
export function driverOf(engine: DatabaseEngine): DatabaseDriver {
  throw new AppError('DATABASE_NO_DUMP', { engine });
}

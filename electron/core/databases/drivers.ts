import type { DatabaseEngine } from '../../../shared/model/database.ts';
import type { DatabaseDriver } from './driver.ts';
import { mySqlDriver } from './mysql/driver.ts';
import { postgresDriver } from './postgresql/driver.ts';
import { redisDriver } from './redis/driver.ts';

const drivers: { readonly [Engine in DatabaseEngine]: DatabaseDriver | null } = {
  postgresql: postgresDriver,
  mysql: mySqlDriver,
  redis: redisDriver,
  mongodb: null,
};

/** What speaks to servers of an engine; null where there is nothing yet, and only their files can be copied. */
export function driverOf(engine: DatabaseEngine): DatabaseDriver | null {
  return drivers[engine];
}

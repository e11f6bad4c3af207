import type { DatabaseDriver } from '../driver.ts';
import { dumpPostgres } from './dump.ts';
import { lookAtPostgres } from './look.ts';
import { postgresSite } from './site.ts';

/** PostgreSQL by its own programs, which are in its container. */
export const postgresDriver: DatabaseDriver = { look: lookAtPostgres, dump: dumpPostgres, site: postgresSite };

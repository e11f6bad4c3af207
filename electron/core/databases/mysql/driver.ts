import type { DatabaseDriver } from '../driver.ts';
import { dumpMySql } from './dump.ts';
import { lookAtMySql } from './look.ts';
import { mySqlSite } from './site.ts';

/** MariaDB and MySQL by their own programs, which are in their containers. */
export const mySqlDriver: DatabaseDriver = { look: lookAtMySql, dump: dumpMySql, site: mySqlSite };

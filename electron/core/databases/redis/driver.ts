import type { DatabaseDriver } from '../driver.ts';
import { dumpRedis, lookAtRedis } from './dump.ts';
import { redisSite } from './site.ts';

/** Redis by its own programs, which are in its container. */
export const redisDriver: DatabaseDriver = { look: lookAtRedis, dump: dumpRedis, site: redisSite };

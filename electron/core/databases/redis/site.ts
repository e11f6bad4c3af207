import type { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError, detailOf, isAppError } from '../../errors.ts';
import { asideNames } from '../aside-names.ts';
import type { DatabaseServer, DatabaseSite } from '../driver.ts';
import { mayLoad } from '../dump-version.ts';
import { rowDifference } from '../row-difference.ts';
import { failureOf, reading } from '../stream-failure.ts';
import { redisClient } from './client.ts';
import { keysRead } from './dump.ts';
import {
  checkScript,
  keptScript,
  probeScript,
  releaseScript,
  stageScript,
  swapBackScript,
  swapInScript,
} from './site-scripts.ts';

const State = z.enum(['untouched', 'staged', 'moving', 'swapped']);

/**
 * The place of a Redis server's data. Files of its own folder stand beside what is in memory; the server takes them in
 * while it runs.
 */
export function redisSite(server: DatabaseServer, database: string, jobId: string): DatabaseSite {
  const { fresh, old } = asideNames(jobId, database);
  const never = new AbortController().signal;
  const run = async (script: string, signal = never, input?: Readable): Promise<string> => {
    const client = await redisClient(server, signal);
    return client.run(script, [fresh, old], signal, input);
  };
  const exchanging = async (script: string): Promise<string> => {
    try {
      return await run(script);
    } catch (error) {
      if (isAppError(error)) throw error;
      throw new AppError('DATABASE_SWAP_FAILED', { database, detail: detailOf(error) }, { cause: error });
    }
  };
  const refused = (error: unknown): AppError =>
    new AppError('DATABASE_RESTORE_FAILED', { database, detail: detailOf(error) }, { cause: error });
  return {
    probe: async () => State.parse((await exchanging(probeScript)).trim()),
    stage: async (dump, signal) =>
      reading(dump, async () => {
        const failed = failureOf(dump);
        const report = await run(stageScript, signal, dump).catch((error: unknown) => {
          if (isAppError(error) || signal.aborted) throw error;
          throw failed() ?? refused(error);
        });
        const failure = failed();
        if (failure !== null) throw failure;
        const from = /redis-ver = '(?<version>[^']*)'/u.exec(report)?.groups?.['version'] ?? '0';
        const to = (await run('info server redis_version', signal)).trim();
        if (!mayLoad('redis', from, to)) throw new AppError('DATABASE_VERSION_REFUSED', { database, from, to });
      }),
    check: async (rows, signal) => {
      const report = await run(checkScript, signal).catch((error: unknown) => {
        throw isAppError(error) ? error : refused(error);
      });
      const detail = rowDifference(rows, [{ table: 'keys', rows: keysRead(report) }]);
      if (detail !== null) throw new AppError('DATABASE_RESTORE_FAILED', { database, detail });
    },
    swapIn: async () => {
      await exchanging(swapInScript);
    },
    swapBack: async () => {
      await exchanging(swapBackScript);
    },
    release: async () => {
      await exchanging(releaseScript);
    },
    keptBytes: async () => {
      const sizes = (await exchanging(keptScript)).split('\n');
      return sizes.reduce((sum, size) => sum + Number(size), 0);
    },
  };
}

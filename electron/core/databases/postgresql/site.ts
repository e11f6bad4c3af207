import { z } from 'zod';
import { AppError, detailOf, isAppError } from '../../errors.ts';
import type { SwapState } from '../../swap-site.ts';
import { asideNames } from '../aside-names.ts';
import type { DatabaseServer, DatabaseSite } from '../driver.ts';
import { rowDifference } from '../row-difference.ts';
import { reading } from '../stream-failure.ts';
import { type PostgresClient, postgresClient, serverDatabase } from './client.ts';
import { countedRows, countSql } from './count-rows.ts';
import { loadDump } from './load.ts';
import { type Names, stateOf, type Standing } from './site-state.ts';
import { literal, name } from './quote.ts';

/** Stands in the comment of the empty database that is kept where there was none to keep. */
const noneComment = 'lifeboat: there was no database before';

const Found = z.array(z.object({ name: z.string(), open: z.boolean(), none: z.boolean(), bytes: z.int() }));

// What waits for others must end: nothing here is worth an exchange that hangs.
const limits = `SET lock_timeout = '60s'; SET statement_timeout = '300s';\n`;

/**
 * Waits until nothing else works on this place: a killed Lifeboat leaves its statement at work in the server, and what
 * is looked at before that one has ended is soon not so. Longer than such a statement waits for others.
 */
function aloneSql({ old }: Names): string {
  return `SET lock_timeout = '120s'; DO $$ BEGIN PERFORM pg_advisory_lock(hashtext(${literal(old)})); END $$;\n`;
}

/** The place of one PostgreSQL database, exchanged by renames within one transaction. */
export function postgresSite(server: DatabaseServer, database: string, jobId: string): DatabaseSite {
  const names: Names = { live: database, ...asideNames(jobId, database) };
  const never = new AbortController().signal;
  let known: Promise<PostgresClient> | null = null;
  const connected = async (signal: AbortSignal): Promise<PostgresClient> => {
    known ??= postgresClient(server, signal);
    try {
      return await known;
    } catch (error) {
      known = null;
      throw error;
    }
  };
  const ask = async (sql: string): Promise<string> => {
    try {
      return await (await connected(never)).query(serverDatabase, sql, never);
    } catch (error) {
      if (isAppError(error)) throw error;
      throw new AppError('DATABASE_SWAP_FAILED', { database, detail: detailOf(error) }, { cause: error });
    }
  };
  const admin = async (sql: string): Promise<string> => ask(`${aloneSql(names)}${limits}${sql}`);
  const look = async (): Promise<Standing> => standingOf(names, await admin(lookSql(names)));
  const probe = async (): Promise<SwapState> => stateOf(await look());
  const stuck = (detail: string): AppError => new AppError('DATABASE_SWAP_FAILED', { database, detail });
  return {
    probe,
    stage: async (dump, signal) =>
      reading(dump, async () => {
        const state = await probe();
        if (state !== 'untouched' && state !== 'staged') throw stuck('the exchange has begun already');
        await admin(dropSql(names.fresh));
        try {
          await loadDump(await connected(signal), { dump, into: names.fresh, database }, signal);
        } catch (error) {
          // What was loaded so far may have filled the disk of a server that others write to.
          await admin(dropSql(names.fresh)).catch(() => undefined);
          throw error;
        }
      }),
    check: async (rows, signal) => {
      const found = countedRows(await (await connected(signal)).query(names.fresh, countSql, signal));
      const detail = rowDifference(rows, found);
      if (detail !== null) throw new AppError('DATABASE_RESTORE_FAILED', { database, detail });
    },
    swapIn: async () => {
      const { live, fresh, old } = await look();
      if (old !== null && fresh === null && live !== null) {
        if (!live.open) await admin(openSql(names.live, true));
        return;
      }
      if (fresh === null) throw stuck('nothing was loaded');
      if (old !== null && (live !== null || !old.none)) throw stuck('the exchange has begun already');
      if (live === null) {
        if (old === null) {
          await admin(`CREATE DATABASE ${name(names.old)} TEMPLATE template0;`);
          await admin(`COMMENT ON DATABASE ${name(names.old)} IS ${literal(noneComment)};`);
        }
        await admin(`${openSql(names.fresh, true)}${renameSql(names.fresh, names.live)}`);
        return;
      }
      // What was put back from a swap before is closed still.
      await admin(`${openSql(names.fresh, true)}${closeSql(names.live)}`);
      await admin(`BEGIN; ${renameSql(names.live, names.old)} ${renameSql(names.fresh, names.live)} COMMIT;`);
    },
    swapBack: async () => {
      const { live, fresh, old } = await look();
      if (old === null) {
        if (live?.open === false) await admin(openSql(names.live, true));
        return;
      }
      if (live !== null && fresh !== null && !old.none) throw stuck(`${names.old} and ${names.live} are both there`);
      const away = live !== null && fresh === null ? renameSql(names.live, names.fresh) : '';
      if (live !== null && fresh === null) await admin(closeSql(names.live));
      if (old.none) await admin(`${away} ${dropSql(names.old)}`);
      else {
        await admin(`BEGIN; ${away} ${renameSql(names.old, names.live)} COMMIT;`);
        await admin(openSql(names.live, true));
      }
    },
    release: async () => {
      if ((await probe()) === 'moving') throw stuck('the exchange must be finished or undone first');
      await admin(`${dropSql(names.fresh)}${dropSql(names.old)}`);
    },
    keptBytes: async () => {
      const { fresh, old } = standingOf(names, await ask(`${limits}${lookSql(names)}`));
      return (fresh?.bytes ?? 0) + (old === null || old.none ? 0 : old.bytes);
    },
  };
}

function lookSql({ live, fresh, old }: Names): string {
  const wanted = [live, fresh, old].map(literal).join(', ');
  return `SELECT coalesce(json_agg(json_build_object('name', datname, 'open', datallowconn, 'bytes', pg_database_size(oid),
      'none', coalesce(shobj_description(oid, 'pg_database') = ${literal(noneComment)}, false))), '[]')
    FROM pg_database WHERE datname IN (${wanted});`;
}

function standingOf({ live, fresh, old }: Names, answer: string): Standing {
  const found = Found.parse(JSON.parse(answer));
  const of = (wanted: string): Standing['live'] => found.find((database) => database.name === wanted) ?? null;
  return { live: of(live), fresh: of(fresh), old: of(old) };
}

/** Nobody can connect any more, and those who were connected are not. */
function closeSql(database: string): string {
  return `${openSql(database, false)}SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${literal(database)};\n`;
}

function openSql(database: string, isOpen: boolean): string {
  return `ALTER DATABASE ${name(database)} WITH ALLOW_CONNECTIONS ${isOpen};\n`;
}

function renameSql(from: string, to: string): string {
  return `ALTER DATABASE ${name(from)} RENAME TO ${name(to)};`;
}

// \gexec, so that a database that is not there needs no question first.
function dropSql(database: string): string {
  const one = `FROM pg_database WHERE datname = ${literal(database)}`;
  const say = (statement: string): string => `SELECT format(${literal(statement)}, datname) ${one} \\gexec\n`;
  return `${say('ALTER DATABASE %I WITH ALLOW_CONNECTIONS false IS_TEMPLATE false')}SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${literal(database)};\n${say('DROP DATABASE %I')}`;
}

import type { Readable } from 'node:stream';
import type { DatabaseEngine } from '../../../shared/model/database.ts';
import type { Docker } from '../docker/client.ts';
import type { SwapSite } from '../swap-site.ts';

/** A database server that runs in a container. */
export interface DatabaseServer {
  readonly docker: Docker;
  readonly engine: DatabaseEngine;
  /** The compose service, for errors. */
  readonly service: string;
  readonly containerId: string;
}

/** What a server said of itself. */
export interface ServerFacts {
  /** As the server writes it, e.g. `15.14` or `10.11.6-MariaDB`. */
  readonly version: string;
  /** Those that hold data of their user; a server without names for them (Redis) has one. */
  readonly databases: readonly { readonly name: string; readonly bytes: number }[];
  /** False when the login is not shown the databases of others: then there may be more than these. */
  readonly seesAll: boolean;
}

/** How many rows a table has. */
export interface TableRows {
  /** As SQL writes it where the engine has schemas, e.g. `public."Order"`; the bare name otherwise. */
  readonly table: string;
  readonly rows: number;
}

/** What a whole dump holds, of the same moment as its data. */
export interface DumpFacts {
  readonly version: string;
  readonly rows: readonly TableRows[];
}

/** One dump on its way. Destroying the stream, like the signal, ends the dump's process in the container. */
export interface Dump {
  /** Plain bytes; fails with what `done` rejects with, so a dump that is not whole cannot look like one that is. */
  readonly stream: Readable;
  /** Resolves after the stream's end when exit code, messages and end marker say that it is whole; DATABASE_DUMP_FAILED. */
  readonly done: Promise<DumpFacts>;
}

/**
 * The place where a rollback exchanges one database: the dump is loaded beside the live one, and the names are
 * exchanged. Every method may run again after a crash at any point of itself. None removes old data but `release`.
 */
export interface DatabaseSite extends Pick<SwapSite, 'probe' | 'swapIn' | 'swapBack' | 'release' | 'keptBytes'> {
  /** Throws away earlier staging, then loads a dump beside the live database. DATABASE_RESTORE_FAILED, DATABASE_VERSION_REFUSED. */
  readonly stage: (dump: Readable, signal: AbortSignal) => Promise<void>;
  /** Compares what was loaded with the rows that the pack states. DATABASE_RESTORE_FAILED names the first difference. */
  readonly check: (rows: readonly TableRows[], signal: AbortSignal) => Promise<void>;
}

/** How one engine's servers are looked at, dumped and put back. The server has to run. */
export interface DatabaseDriver {
  /** DATABASE_REFUSED when it cannot be logged in to. */
  readonly look: (server: DatabaseServer, signal: AbortSignal) => Promise<ServerFacts>;
  /** Begins a dump of one database, consistent in itself. DATABASE_REFUSED. */
  readonly dump: (server: DatabaseServer, database: string, signal: AbortSignal) => Promise<Dump>;
  /** Opens the place where one database is exchanged, also one that an earlier process worked on. */
  readonly site: (server: DatabaseServer, database: string, jobId: string) => DatabaseSite;
}

import { type DatabaseEngine, databaseEngines } from '../../../shared/model/database.ts';
import { AppError } from '../errors.ts';

/** Which database of which server. */
export interface DatabasePlace {
  readonly engine: DatabaseEngine;
  /** The server's name in its stack: its service, and its number when it is not the first. */
  readonly server: string;
  readonly database: string;
}

/** What `Source.location` of a database is. No volume and no path begins like it. */
export function databaseLocation({ engine, server, database }: DatabasePlace): string {
  return `${engine}://${server}/${database}`;
}

/** The way back from `databaseLocation`; null for the location of anything else. */
export function databasePlaceOf(location: string): DatabasePlace | null {
  const [, scheme, server, database] = /^([a-z]+):\/\/([^/]+)\/(.+)$/su.exec(location) ?? [];
  const engine = databaseEngines.find((known) => known === scheme);
  return engine === undefined || server === undefined || database === undefined ? null : { engine, server, database };
}

/** The same for a location that has to be one of a database. INTERNAL. */
export function databasePlaceAt(location: string): DatabasePlace {
  const place = databasePlaceOf(location);
  if (place === null) throw new AppError('INTERNAL', { detail: `${location} is no database` });
  return place;
}

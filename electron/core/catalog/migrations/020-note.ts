import type { Migration } from '../migrate.ts';

/** A backup has a note; those from before have none. */
export const note: Migration = {
  version: 20,
  sql: 'ALTER TABLE backups ADD COLUMN note TEXT',
};

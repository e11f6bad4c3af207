import type { Migration } from '../migrate.ts';

/** A stack's own format, level and sources that are left out, as JSON; stacks from before have the standard ones. */
export const stackBackupSettings: Migration = {
  version: 30,
  sql: `
ALTER TABLE stacks ADD COLUMN backup TEXT NOT NULL DEFAULT '{"format":"zstd","level":3,"leftOut":[]}';
`,
};

import type { Migration } from '../migrate.ts';

/**
 * A copy goes with its target; its backup may go before it. `free_bytes`, `fault`
 * and `fault_since` (of the first look in a row that found one) are what the last looks at a target have found.
 */
export const replicas: Migration = {
  version: 60,
  sql: `
CREATE TABLE replicas (
  id TEXT PRIMARY KEY,
  stack_id TEXT NOT NULL REFERENCES stacks (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  target_id TEXT NOT NULL,
  required INTEGER NOT NULL CHECK (required IN (0, 1)),
  "limit" INTEGER,
  retention TEXT NOT NULL,
  created_at TEXT NOT NULL,
  free_bytes INTEGER,
  fault TEXT,
  fault_since TEXT,
  UNIQUE (stack_id, name)
) STRICT;

CREATE TABLE replica_copies (
  replica_id TEXT NOT NULL REFERENCES replicas (id) ON DELETE CASCADE,
  stack_id TEXT NOT NULL,
  backup_id TEXT NOT NULL,
  backup TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'verified', 'failed', 'missing')),
  tries INTEGER NOT NULL,
  next_try_at TEXT,
  verified_at TEXT,
  bytes INTEGER NOT NULL,
  reason TEXT,
  PRIMARY KEY (replica_id, backup_id)
) STRICT;
CREATE INDEX replica_copies_open ON replica_copies (state) WHERE state IN ('waiting', 'running');
CREATE INDEX replica_copies_of_backup ON replica_copies (backup_id);

ALTER TABLE jobs ADD COLUMN warning TEXT;
ALTER TABLE policies ADD COLUMN replicate INTEGER NOT NULL DEFAULT 1 CHECK (replicate IN (0, 1));
`,
};

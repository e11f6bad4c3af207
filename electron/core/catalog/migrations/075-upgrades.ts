import type { Migration } from '../migrate.ts';

/** One guarded upgrade of a stack at a time: what has not ended must be kept or gone back from first. */
export const upgrades: Migration = {
  version: 75,
  sql: `
CREATE TABLE upgrades (
  id TEXT PRIMARY KEY,
  stack_id TEXT NOT NULL REFERENCES stacks (id) ON DELETE CASCADE,
  stack TEXT NOT NULL,
  backup_id TEXT,
  app_version TEXT,
  command TEXT,
  state TEXT NOT NULL CHECK (
    state IN ('preparing', 'upgrading', 'checking', 'confirming', 'going-back', 'kept', 'back', 'failed')
  ),
  until TEXT,
  health_ms INTEGER NOT NULL,
  confirm_ms INTEGER NOT NULL,
  keep_healthy INTEGER NOT NULL CHECK (keep_healthy IN (0, 1)),
  decision TEXT CHECK (decision IN ('keep', 'back', 'check')),
  data_back INTEGER NOT NULL CHECK (data_back IN (0, 1)),
  services TEXT NOT NULL,
  idle TEXT NOT NULL,
  compose TEXT,
  reason TEXT,
  created_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX upgrades_open ON upgrades (stack_id) WHERE ended_at IS NULL;
`,
};

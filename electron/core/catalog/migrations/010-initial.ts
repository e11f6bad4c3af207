import type { Migration } from '../migrate.ts';

/**
 * `jobs.stack_id` is emptied when a stack is forgotten, so that what ran stays readable; `backups` go
 * with their stack. `debts` and `payments` refer to nothing: a debt must be recordable whatever else
 * the catalog has lost.
 */
export const initial: Migration = {
  version: 10,
  sql: `
CREATE TABLE stacks (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  slug TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  storage TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE backups (
  id TEXT PRIMARY KEY,
  stack_id TEXT NOT NULL REFERENCES stacks (id) ON DELETE CASCADE,
  stack TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  app_version TEXT,
  status TEXT NOT NULL,
  verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
  verified_at TEXT,
  mode TEXT NOT NULL,
  format TEXT NOT NULL,
  level INTEGER NOT NULL,
  trigger TEXT NOT NULL,
  job_id TEXT NOT NULL,
  pack_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  duration_ms INTEGER,
  stop_window_ms INTEGER,
  raw_bytes INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL,
  path TEXT,
  checksum TEXT,
  sources TEXT NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX backups_newest ON backups (stack_id, created_at);

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  stack_id TEXT REFERENCES stacks (id) ON DELETE SET NULL,
  stack TEXT,
  backup_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  trigger TEXT NOT NULL,
  progress TEXT NOT NULL,
  cancel_requested INTEGER NOT NULL CHECK (cancel_requested IN (0, 1)),
  output_path TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  error TEXT,
  revision INTEGER NOT NULL,
  owner_pid INTEGER NOT NULL,
  owner_start_time TEXT NOT NULL,
  owner_boot_id TEXT NOT NULL,
  heartbeat_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_open_job_per_stack ON jobs (stack_id) WHERE status IN ('queued', 'running');
CREATE INDEX jobs_newest ON jobs (created_at);

CREATE TABLE journal (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  n INTEGER NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('intent', 'done', 'failed')),
  name TEXT NOT NULL,
  data TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (job_id, n, phase)
) STRICT;
CREATE UNIQUE INDEX one_outcome_per_step ON journal (job_id, n) WHERE phase <> 'intent';
CREATE TRIGGER journal_keeps_every_row BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_changes_no_row BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE debts (
  job_id TEXT PRIMARY KEY,
  stack_id TEXT NOT NULL,
  stack TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  containers TEXT NOT NULL,
  owed_at TEXT NOT NULL,
  settled_at TEXT
) STRICT;
CREATE TABLE payments (
  job_id TEXT NOT NULL,
  container_id TEXT NOT NULL,
  paid_at TEXT NOT NULL,
  PRIMARY KEY (job_id, container_id)
) STRICT;

CREATE TABLE kept (
  job_id TEXT PRIMARY KEY,
  stack_id TEXT NOT NULL REFERENCES stacks (id),
  backup_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('preparing', 'kept', 'undoing', 'undone', 'releasing')),
  sites TEXT NOT NULL,
  images TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
`,
};

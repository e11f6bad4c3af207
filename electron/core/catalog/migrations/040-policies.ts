import type { Migration } from '../migrate.ts';

/**
 * `policy_runs` stays readable when its policy is gone, and goes with its stack. `considered_until`: up to this
 * moment every planned time of the policy has its row. `backups.policy_id` refers to nothing: a pack outlives
 * the policy that made it, and comes back from disk without it.
 */
export const policies: Migration = {
  version: 40,
  sql: `
CREATE TABLE policies (
  id TEXT PRIMARY KEY,
  stack_id TEXT NOT NULL REFERENCES stacks (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  cron TEXT NOT NULL,
  time_zone TEXT,
  mode TEXT NOT NULL,
  images INTEGER NOT NULL CHECK (images IN (0, 1)),
  only TEXT,
  format TEXT,
  level INTEGER,
  retention TEXT NOT NULL,
  catch_up_hours REAL NOT NULL,
  max_age_hours REAL,
  verify_days REAL,
  origin TEXT NOT NULL CHECK (origin IN ('operator', 'environment')),
  created_at TEXT NOT NULL,
  considered_until TEXT NOT NULL,
  UNIQUE (stack_id, name)
) STRICT;

CREATE TABLE policy_runs (
  id TEXT PRIMARY KEY,
  policy_id TEXT NOT NULL,
  stack_id TEXT NOT NULL REFERENCES stacks (id) ON DELETE CASCADE,
  policy TEXT NOT NULL,
  planned TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  planned_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'succeeded', 'failed', 'cancelled', 'missed')),
  reason TEXT,
  job_id TEXT,
  backup_id TEXT,
  started_at TEXT,
  ended_at TEXT,
  UNIQUE (policy_id, planned)
) STRICT;
CREATE INDEX policy_runs_newest ON policy_runs (stack_id, planned_at);
CREATE INDEX policy_runs_open ON policy_runs (state) WHERE state IN ('waiting', 'running');

ALTER TABLE backups ADD COLUMN policy_id TEXT;
ALTER TABLE backups ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
`,
};

import type { Migration } from '../migrate.ts';

/**
 * `alarm_book`: the faults that were seen and what was told of them. `outbox`: what is to be told, a row for each
 * channel; written before anything is sent, and kept with what became of it. The indexes on older tables are for what
 * is asked every minute.
 */
export const alarms: Migration = {
  version: 50,
  sql: `
CREATE TABLE alarm_book (
  key TEXT PRIMARY KEY,
  fault TEXT NOT NULL,
  present INTEGER NOT NULL CHECK (present IN (0, 1)),
  told INTEGER NOT NULL CHECK (told IN (0, 1)),
  tell_after TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL CHECK (channel IN ('webhook', 'email')),
  message TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given-up')),
  attempts INTEGER NOT NULL,
  next_at TEXT NOT NULL,
  at TEXT NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, next_at) WHERE state = 'waiting';

CREATE INDEX backups_failed_verification ON backups (created_at)
  WHERE status = 'succeeded' AND verified = 0 AND error IS NOT NULL;
CREATE INDEX policy_runs_of_policy ON policy_runs (policy_id, planned_at);
CREATE INDEX policy_runs_succeeded ON policy_runs (ended_at) WHERE state = 'succeeded';
`,
};

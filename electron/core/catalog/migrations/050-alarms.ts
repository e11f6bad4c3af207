import type { Migration } from '../migrate.ts';

/**
 * `alarm_book`: the faults that were seen and what was told of them. `outbox`: what is to be told, a row for each
 * channel; written before anything is sent, and kept with what became of it.
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
`,
};

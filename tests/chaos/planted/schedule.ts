import type { Planted } from './planted.ts';

export const proveRounds = 10;

export const planted: readonly Planted[] = [
  {
    what: 'two processes look after the policies at once, and a run is begun whoever has begun it already',
    file: 'electron/core/schedule/begin-run.ts',
    from: "if (catalog.policyRuns.get(run.id)?.state !== 'waiting' || !mayBegin()) return null;",
    to: 'mayBegin();',
  },
  {
    what: 'times that were too late leave no row',
    file: 'electron/core/schedule/plan-runs.ts',
    from: 'const rows = times.map((time): PlannedRow => {',
    to: 'const rows = times.filter((time) => time === runs).map((time): PlannedRow => {',
  },
  {
    what: 'what was planned more than an hour ago is not looked at',
    file: 'electron/core/schedule/plan-runs.ts',
    from: 'const longestAbsenceMs = 400 * 24 * hourMs;',
    to: 'const longestAbsenceMs = hourMs;',
  },
  {
    what: 'retention keeps no last good one, of a stack or of a policy',
    file: 'electron/core/schedule/retention.ts',
    from: `(last.has(backup) && 'last-good') ||
      (backup.pinned && 'pinned') ||
      (retention === undefined ? 'type' : keptBy(retention, rank, now - madeAt(backup))) ||
      (lastOfPolicy.has(backup) && 'last-good') ||`,
    to: `(backup.pinned && 'pinned') ||
      (retention === undefined ? 'type' : keptBy(retention, rank, now - madeAt(backup))) ||`,
  },
  {
    what: 'one policy deletes what another has as its last good one',
    file: 'electron/core/schedule/retention.ts',
    from: "(lastOfPolicy.has(backup) && 'last-good') ||",
    to: '',
  },
];

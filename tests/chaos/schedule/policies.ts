import { calendarOf } from '../../../electron/core/schedule/calendar.ts';
import type { Catalog } from '../../../electron/core/catalog/database.ts';
import { shop } from '../../../electron/core/jobs/testing/sample-records.ts';
import { sampleSchedules } from '../../../electron/core/schedule/testing/sample-schedules.ts';

/** A policy under test, and every time that it plans. */
export interface TriedPolicy {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly catchUpHours: number;
  /** Oldest first; `at` in ms since the epoch. */
  readonly planned: readonly { readonly planned: string; readonly at: number }[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const stacks = 3;
const catchUps = [6, 0, 24] as const;

/** Inserts the sample schedules as policies that begin at `from`, three to a stack. */
export function insertSamples(catalog: Catalog, zone: string, { from, to }: Span): readonly TriedPolicy[] {
  for (let n = 0; n < stacks; n += 1) insertStack(catalog, `stack-${n}`);
  return sampleSchedules.map(({ cron }, at) => {
    const id = `policy-${at}`;
    const policy = { id, name: id, stackId: `stack-${at % stacks}`, catchUpHours: catchUps[at % catchUps.length] ?? 6 };
    insertPolicy(catalog, { ...policy, cron, zone, since: from });
    const times = calendarOf(cron, zone).between(from, to, Number.MAX_SAFE_INTEGER);
    return { ...policy, planned: times.map((time) => ({ planned: time.planned, at: Date.parse(time.at) })) };
  });
}

/** A folder stack; its folder is nowhere. */
export function insertStack(catalog: Catalog, id: string): void {
  const definition = { kind: 'folder' as const, directories: ['/srv/nowhere'], sqlite: [], exclude: [] };
  catalog.stacks.insert({ ...shop, id, name: id, slug: id, definition });
}

interface SamplePolicy {
  readonly id: string;
  readonly stackId: string;
  readonly catchUpHours: number;
  readonly cron: string;
  readonly zone: string;
  /** ms since the epoch. */
  readonly since: number;
}

/** A policy that is on; its name is its id. */
export function insertPolicy(catalog: Catalog, { id, stackId, catchUpHours, cron, zone, since }: SamplePolicy): void {
  const createdAt = new Date(since).toISOString();
  catalog.policies.insert({
    id,
    name: id,
    stackId,
    catchUpHours,
    enabled: true,
    cron,
    timeZone: zone,
    mode: 'hot',
    images: false,
    only: null,
    format: null,
    level: null,
    replicate: true,
    retention: { days: null, count: null },
    maxAgeHours: null,
    verifyDays: null,
    origin: 'operator',
    createdAt,
    consideredUntil: createdAt,
  });
}

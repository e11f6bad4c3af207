import type { Catalog } from '../../../electron/core/catalog/database.ts';
import type { Expectations } from './expectations.ts';
import type { TriedPolicy } from './policies.ts';

export interface Verdict {
  /** Planned times up to now. */
  readonly planned: number;
  readonly ran: number;
  readonly missed: number;
  readonly faults: readonly string[];
}

/** Compares what the catalog says of every planned time up to `now` with what must have become of it. */
export function verdictOf(
  catalog: Catalog,
  policies: readonly TriedPolicy[],
  now: number,
  ran: ReadonlyMap<string, number>,
  expectations: Expectations,
): Verdict {
  const faults: string[] = [];
  let [planned, begun, missed, jobs] = [0, 0, 0, 0];
  for (const policy of policies) {
    const rows = new Map(
      catalog.policyRuns
        .list(policy.stackId, Number.MAX_SAFE_INTEGER)
        .filter(({ policyId }) => policyId === policy.id)
        .map((row) => [row.planned, row]),
    );
    for (const time of policy.planned) {
      if (time.at > now) break;
      const row = rows.get(time.planned);
      rows.delete(time.planned);
      const count = ran.get(`${policy.stackId} scheduled ${policy.name} @ ${time.planned}`) ?? 0;
      const fault = expectations.faultOf(policy, time, row, count);
      if (fault !== null) faults.push(`${policy.name} @ ${time.planned} ${fault}`);
      planned += 1;
      jobs += count;
      if (row?.jobId === null) missed += 1;
      else begun += 1;
    }
    for (const key of rows.keys()) faults.push(`${policy.name} @ ${key} has a row, and was never planned`);
  }
  const all = [...ran.values()].reduce((sum, count) => sum + count, 0);
  if (all !== jobs) faults.push(`${all - jobs} jobs ran for no planned time`);
  return { planned, ran: begun, missed, faults };
}

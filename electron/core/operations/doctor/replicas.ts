import type { Finding } from '../../../../shared/model/report.ts';
import type { ErrorReport } from '../../../../shared/errors.ts';
import type { StoredReplica } from '../../catalog/replicas.ts';
import type { EngineContext } from '../../engine-context.ts';
import { reportOf } from '../../errors.ts';
import { checkReplica } from '../../replica/identity.ts';
import { lookFailure, stackOfReplica, targetOf } from '../replica-access.ts';

/** Whoever looks at all of an installation does not wait longer for one machine. */
const longestLookMs = 20_000;

/** Whether every target is there and the right one, when it got its last verified copy, and what waits for it. What is well is one finding. */
export async function examineReplicas(context: EngineContext): Promise<Finding[]> {
  const findings = await Promise.all(context.catalog.replicas.list().map(async (replica) => examine(context, replica)));
  const bad = findings.filter(({ state }) => state !== 'good');
  const good = findings.filter(({ state }) => state === 'good');
  if (bad.length > 0 && good.length === 0) return bad;
  const detail = good.map(({ subject, params }) => `${subject}: ${params['lastCopy']}`).join(', ');
  return [...bad, { check: 'replicas', state: 'good', subject: null, params: { count: good.length, detail } }];
}

async function examine(context: EngineContext, replica: StoredReplica): Promise<Finding> {
  const copies = context.catalog.replicaCopies.ofReplica(replica.id);
  const last = copies
    .flatMap(({ verifiedAt }) => verifiedAt ?? [])
    .toSorted()
    .at(-1);
  const count = copies.filter(({ state }) => state === 'waiting').length;
  const failed = copies.find(({ state }) => state === 'failed' || state === 'missing')?.reason ?? null;
  const subject = `${stackOfReplica(context, replica).name}/${replica.name}`;
  const about = { check: 'replicas', subject } as const;
  const known = { count, lastCopy: last === undefined ? '–' : `${last.slice(0, 16).replace('T', ' ')} UTC` };
  const fault = await look(context, replica);
  const cause = fault ?? failed;
  const params = cause === null ? known : { ...cause.params, ...known, cause: cause.code };
  if (fault !== null) return { ...about, state: replica.required ? 'alarm' : 'attention', params };
  return { ...about, state: count > 0 || failed !== null ? 'attention' : 'good', params };
}

async function look(context: EngineContext, replica: StoredReplica): Promise<ErrorReport | null> {
  const signal = AbortSignal.timeout(longestLookMs);
  try {
    const target = await targetOf(context, replica);
    await using connection = await target.open(signal);
    await checkReplica(connection, replica.targetId, signal);
    return null;
  } catch (error) {
    return reportOf(lookFailure(error, signal, { host: replica.name, limitMs: longestLookMs }));
  }
}

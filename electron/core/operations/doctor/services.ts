import type { Finding } from '../../../../shared/model/report.ts';
import type { EngineContext } from '../../engine-context.ts';
import { reportOf } from '../../errors.ts';
import { deadJobs } from '../../jobs/dead-jobs.ts';
import { keptView } from '../undo.ts';

/** Whether Docker answers, and how bad it is if not. */
export async function examineDocker(context: EngineContext): Promise<Finding[]> {
  try {
    const { endpoint, serverVersion } = await context.docker();
    return [
      {
        check: 'docker',
        state: 'good',
        subject: endpoint.text,
        params: { endpoint: endpoint.text, version: serverVersion },
      },
    ];
  } catch (error) {
    const needed = context.catalog.stacks.list().some(({ definition }) => definition.kind === 'compose');
    const { code, params } = reportOf(error);
    const endpoint = params['endpoint'] ?? params['context'] ?? 'Docker';
    const detail = params['detail'] ?? code;
    return [
      {
        check: 'docker',
        state: needed ? 'alarm' : 'attention',
        subject: String(endpoint),
        params: { endpoint, detail },
      },
    ];
  }
}

/** Services that were stopped and do not run again yet. */
export async function examineDebts(context: EngineContext): Promise<Finding[]> {
  const { debts, unreadable } = await context.ledger.open();
  const dead = new Set(deadJobs(context.catalog).map(({ id }) => id));
  const alive = new Set(context.catalog.jobs.open().flatMap(({ id }) => (dead.has(id) ? [] : id)));
  const owed = (working: boolean) =>
    debts
      .filter(({ jobId }) => alive.has(jobId) === working)
      .flatMap(({ stack, containers }) => containers.map(({ service }) => `${stack}/${service}`));
  const findings: Finding[] = [];
  const left = [...owed(false), ...unreadable.map(({ path }) => path)];
  if (left.length > 0)
    findings.push({
      check: 'debts',
      state: 'alarm',
      subject: null,
      params: { count: left.length, detail: left.join(', ') },
    });
  const underWay = owed(true);
  if (underWay.length > 0)
    findings.push({
      check: 'debts',
      state: 'attention',
      subject: null,
      params: { count: underWay.length, detail: underWay.join(', ') },
    });
  return findings.length > 0 ? findings : [{ check: 'debts', state: 'good', subject: null, params: {} }];
}

/** Jobs that will never end by themselves. */
export async function examineJobs({ catalog }: EngineContext): Promise<Finding[]> {
  await Promise.resolve();
  const dead = deadJobs(catalog);
  if (dead.length === 0) return [{ check: 'jobs', state: 'good', subject: null, params: {} }];
  const detail = dead
    .map(({ id, kind, stack }) => `${id} (${[kind, stack].filter((word) => word !== null).join(', ')})`)
    .join(', ');
  return [{ check: 'jobs', state: 'attention', subject: null, params: { count: dead.length, detail } }];
}

/** Old data that rollbacks keep, how big it is, and how far each exchange is. */
export async function examineKeptData(context: EngineContext): Promise<Finding[]> {
  const kept = context.catalog.kept.list();
  if (kept.length === 0) return [{ check: 'kept-data', state: 'good', subject: null, params: {} }];
  let bytes = 0;
  const details: string[] = [];
  for (const site of kept) {
    const stack = context.catalog.stacks.get(site.stackId)?.name ?? site.stackId;
    // Its size may be the engine's to tell, which may be away: that is a finding of its own.
    const { keptBytes } = await keptView(context, site).catch(() => ({ keptBytes: null }));
    bytes += keptBytes ?? 0;
    details.push(`${site.jobId} (${stack}, ${site.state}${keptBytes === null ? ', ? B' : ''})`);
  }
  return [
    {
      check: 'kept-data',
      state: 'attention',
      subject: null,
      params: { count: kept.length, bytes, detail: details.join(', ') },
    },
  ];
}

import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Stack } from '../../../shared/model/stack.ts';
import {
  type PlannedTime,
  PolicyDraft,
  type PolicyPreview,
  type PolicyView,
  type RetentionPreview,
} from '../../../shared/model/schedule.ts';
import type { StoredPolicy } from '../catalog/policies.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { backupOptions } from '../operations/backup-options.ts';
import { chooseSources, lookAt } from '../operations/stack-access.ts';
import { installationTimeZone } from './installation.ts';
import { allowedAgeMs, nextTimes, policyCalendar } from './policy-calendar.ts';
import { policyRequest } from './policy-request.ts';
import { recordBeforeChange } from './record-planned.ts';

const shownNext = 5;

/** POLICY_NOT_FOUND. */
export function findPolicy({ catalog }: Pick<EngineContext, 'catalog'>, id: string): StoredPolicy {
  const policy = catalog.policies.get(id);
  if (policy === null) throw new AppError('POLICY_NOT_FOUND', { policy: id });
  return policy;
}

/** A policy as shells show it. */
export function policyView(context: EngineContext, stored: StoredPolicy): PolicyView {
  const { consideredUntil: _, ...policy } = stored;
  const zone = installationTimeZone(context).value;
  return {
    ...policy,
    zone: policy.timeZone ?? zone,
    next: nextOf(context, policy, zone),
    lastRun: context.catalog.policyRuns.newestOf(policy.id),
  };
}

function nextOf(
  { clock }: EngineContext,
  policy: Pick<StoredPolicy, 'cron' | 'timeZone'>,
  zone: string,
): PlannedTime[] {
  return nextTimes(policy, zone, clock(), shownNext);
}

/** Makes a policy, or changes the one with this id. Refusals as `Engine.savePolicy`. */
export async function savePolicy(
  context: EngineContext,
  stack: Stack,
  id: string | null,
  asked: PolicyDraft,
): Promise<StoredPolicy> {
  const draft = await checkedDraft(context, stack, id, asked);
  const { catalog, clock } = context;
  const zone = installationTimeZone(context).value;
  return catalog.together(() => {
    const now = isoTime(clock());
    if (id === null) return insertPolicy(context, stack, draft, 'operator');
    const before = findPolicy(context, id);
    // By the new plan, nothing that was due before has been missed.
    const anew =
      draft.enabled &&
      (!before.enabled || draft.cron !== before.cron || (draft.timeZone ?? zone) !== (before.timeZone ?? zone));
    if (anew) recordBeforeChange(context, id);
    return catalog.policies.update(id, { ...draft, origin: 'operator', ...(anew ? { consideredUntil: now } : {}) });
  });
}

/** Records a policy that is planned from now on. POLICY_EXISTS. */
export function insertPolicy(
  { catalog, clock }: EngineContext,
  stack: Stack,
  draft: PolicyDraft,
  origin: StoredPolicy['origin'],
): StoredPolicy {
  const now = isoTime(clock());
  const policy = { ...draft, id: randomUUID(), stackId: stack.id, origin, createdAt: now, consideredUntil: now };
  catalog.policies.insert(policy);
  return policy;
}

/** What a draft would mean; `retention`: of what its policy has made, null for a new one. Refusals as `Engine.savePolicy`. */
export async function previewPolicy(
  context: EngineContext,
  stack: Stack,
  id: string | null,
  asked: PolicyDraft,
  retention: RetentionPreview | null,
): Promise<PolicyPreview> {
  const draft = await checkedDraft(context, stack, id, asked);
  const zone = installationTimeZone(context).value;
  return {
    zone: draft.timeZone ?? zone,
    next: nextOf(context, draft, zone),
    allowedAgeMs: allowedAgeMs(draft, zone, context.clock()),
    retention,
  };
}

/** The draft as it will be kept, once nothing speaks against it. */
async function checkedDraft(
  context: EngineContext,
  stack: Stack,
  id: string | null,
  asked: PolicyDraft,
): Promise<PolicyDraft> {
  const { catalog } = context;
  const { data: draft, error } = PolicyDraft.safeParse(asked);
  if (draft === undefined) throw new AppError('POLICY_INVALID', { detail: firstIssue(error) });
  if (id !== null && findPolicy(context, id).stackId !== stack.id)
    throw new AppError('POLICY_NOT_FOUND', { policy: id });
  if (catalog.policies.list(stack.id).some((other) => other.id !== id && other.name === draft.name))
    throw new AppError('POLICY_EXISTS', { policy: draft.name });
  policyCalendar(draft, installationTimeZone(context).value);
  const options = backupOptions(policyRequest({ ...draft, id: '', stackId: stack.id }, ''), stack.backup);
  if (draft.only !== null) chooseSources(await lookAt(context, stack), options);
  return draft;
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
}

import type { Policy } from '../../../shared/model/policy.ts';
import type { BackupRequest } from '../engine-api.ts';

/** The backup that a policy makes; what it leaves open is as the stack has it. */
export function policyRequest(policy: Omit<Policy, 'origin' | 'createdAt'>, trigger: string): BackupRequest {
  const { id, stackId, mode, images, only, format, level, replicate } = policy;
  return {
    stack: stackId,
    type: 'scheduled',
    mode,
    images,
    trigger,
    policyId: id,
    replicate,
    ...(only === null ? {} : { only }),
    ...(format === null ? {} : { format }),
    ...(level === null ? {} : { level }),
  };
}

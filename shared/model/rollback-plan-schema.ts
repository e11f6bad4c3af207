import { z } from 'zod';
import { backupTypes } from './backup.ts';
import type { RollbackPlan } from './rollback.ts';
import { sourceKinds } from './stack.ts';

const bytes = z.int().min(0);
const version = z.string().nullable();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);

/** A saved plan, read strictly: what a later Lifeboat might have added must not be overlooked. */
export const RollbackPlanSchema = z.strictObject({
  formatVersion: z.literal(1),
  createdAt: z.iso.datetime(),
  stackId: z.string(),
  stack: z.string(),
  backup: z.strictObject({
    id: z.string(),
    packId: z.string(),
    name: z.string(),
    type: z.enum(backupTypes),
    appVersion: version,
    createdAt: z.iso.datetime(),
    verified: z.boolean(),
    manifestSha256: sha256,
  }),
  scope: z.enum(['full', 'data-only']),
  safetyBackup: z.boolean(),
  stops: z.array(z.strictObject({ containerId: z.string(), service: z.string(), foreign: z.boolean() })).readonly(),
  starts: z.array(z.string()).readonly(),
  replaces: z
    .array(
      z.strictObject({
        sourceId: z.string(),
        kind: z.enum(sourceKinds),
        location: z.string(),
        part: z.string(),
        bytes,
        entries: bytes,
        exclude: z.array(z.string()).readonly(),
        creates: z.boolean(),
        omitted: bytes,
      }),
    )
    .readonly(),
  keeps: z
    .array(
      z.strictObject({
        what: z.string(),
        reason: z.enum(['configuration', 'excluded', 'not-selected', 'not-in-backup', 'in-dump', 'in-volume']),
      }),
    )
    .readonly(),
  version: z.strictObject({ current: version, target: version, majorDiffers: z.boolean() }),
  neededBytes: bytes,
  freeBytes: bytes,
  estimatedStopMs: bytes.nullable(),
  only: z.array(z.string()).readonly(),
  exclude: z.array(z.string()).readonly(),
  worldHash: sha256,
}) satisfies z.ZodType<RollbackPlan>;

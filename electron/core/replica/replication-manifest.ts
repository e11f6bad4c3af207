import { z } from 'zod';
import { canonicalJson, parseCanonicalJson } from '../archive/canonical-json.ts';
import { PackFormatVersion } from '../archive/manifest.ts';
import { isPackName } from '../archive/pack-name.ts';
import { type AppError, isAppError } from '../errors.ts';

const Bytes = z.int().min(0);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
/** A path inside the pack: it becomes a path on the disk of whoever fetches the copy. */
const FilePath = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,200}(?:\/[A-Za-z0-9._-]{1,200})*$/u)
  .refine((path) => !path.split('/').some((name) => name === '..' || name === '.'));

const ReplicaFile = z.strictObject({ path: FilePath, bytes: Bytes, sha256: Sha256 });

/** A file of a pack as it has to be at a target. */
export type ReplicaFile = Readonly<z.infer<typeof ReplicaFile>>;

/** `replication_manifest.json`: what a copy holds, and how it came there. See docs/pack-format.md. */
export const ReplicationManifest = z
  .strictObject({
    formatVersion: PackFormatVersion,
    packId: z.uuid(),
    manifestSha256: Sha256,
    name: z.string().refine(isPackName, 'not the name of a pack'),
    targetId: z.uuid(),
    jobId: z.string().min(1),
    place: z.string(),
    machine: z.string().nullable(),
    protection: z
      .strictObject({ protocol: z.string(), signing: z.string(), encryption: z.string().nullable() })
      .nullable(),
    startedAt: z.iso.datetime(),
    readBackAt: z.iso.datetime(),
    files: z.array(ReplicaFile),
  })
  .refine(({ files }) => new Set(files.map(({ path }) => path.toLowerCase())).size === files.length, {
    path: ['files'],
    message: 'two files have the same path',
  });
export type ReplicationManifest = Readonly<z.infer<typeof ReplicationManifest>>;

/** The text of the file, its keys in the order of the schema. */
export function encodeReplication(manifest: ReplicationManifest): string {
  return canonicalJson(ReplicationManifest.parse(manifest));
}

/** Reads the file's text; a text says why it is none. */
export function decodeReplication(text: string): ReplicationManifest | string {
  try {
    const parsed = ReplicationManifest.safeParse(parseCanonicalJson(text, '', 'replication_manifest.json'));
    if (parsed.success && encodeReplication(parsed.data) === text) return parsed.data;
    if (parsed.success) return 'replication_manifest.json: its keys have another order';
    const issue = parsed.error.issues[0];
    return `replication_manifest.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown form'}`;
  } catch (error) {
    if (isAppError(error) && error.code === 'PACK_MANIFEST_INVALID') return invalidDetail(error);
    throw error;
  }
}

function invalidDetail({ params }: AppError): string {
  return 'detail' in params ? String(params.detail) : '';
}

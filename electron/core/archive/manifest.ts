import { z } from 'zod';
import { backupModes, backupTypes, formatLevels, packFormats } from '../../../shared/model/backup.ts';
import { noteFault } from '../../../shared/model/note.ts';

/** Version of the pack's format that this code writes, and the newest that it reads. */
export const packFormatVersion = 1;

const Bytes = z.int().min(0);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const Time = z.iso.datetime();
/** The widest of what any format takes. */
const Level = z.int().min(formatLevels.gzip.lowest).max(formatLevels.zstd.highest);
const StringMap = z.record(z.string(), z.string());
const Note = z.string().refine((note) => noteFault(note) === null, 'not a note');
/** A path inside the pack: no way up, no odd characters, because it becomes a path on disk. */
const PackPath = z
  .string()
  .regex(/^(?:volumes|files|sqlite|images|config|index|settings|meta)(?:\/[A-Za-z0-9._-]{1,200})+$/u)
  .refine((path) => !path.split('/').some((name) => name === '..' || name === '.'));

const Digest = z.strictObject({ rawBytes: Bytes, storedBytes: Bytes, rawSha256: Sha256, storedSha256: Sha256 });
const Omitted = z.strictObject({ path: z.string(), reason: z.enum(['socket', 'device', 'vanished', 'changed']) });
const FileFacts = z.strictObject({
  mode: z.int().min(0).max(0o7777),
  uid: Bytes,
  gid: Bytes,
  mtime: z.string().regex(/^-?\d{1,20}$/u),
});

const partBase = {
  /** The source's id in its stack, e.g. `volume/pgdata`. */
  source: z.string().min(1),
  name: z.string().min(1),
  /** Where it was: volume name or absolute path. */
  location: z.string(),
  part: PackPath,
  codec: z.enum(packFormats),
  level: Level,
  digest: Digest,
};

/** One part and the source it came from. */
export const ManifestPart = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['volume', 'bind', 'folder']),
    ...partBase,
    entries: Bytes,
    omitted: z.array(Omitted),
    exclude: z.array(z.string()),
    singleFile: z.boolean(),
    index: z.strictObject({ part: PackPath, digest: Digest }),
    volume: z.strictObject({ driver: z.string(), options: StringMap, labels: StringMap }).nullable(),
  }),
  z.strictObject({ kind: z.literal('sqlite'), ...partBase, file: FileFacts }),
  z.strictObject({
    kind: z.literal('image'),
    ...partBase,
    entries: Bytes,
    index: z.strictObject({ part: PackPath, digest: Digest }),
    images: z.array(z.strictObject({ reference: z.string(), id: z.string() })),
  }),
]);
export type ManifestPart = z.infer<typeof ManifestPart>;

/** A configuration file, kept plain. `topLevel`: a compose file or `.env`, which a rollback leaves alone. */
const ConfigFile = z.strictObject({
  source: z.string().min(1),
  location: z.string(),
  part: PackPath,
  bytes: Bytes,
  sha256: Sha256,
  file: FileFacts,
  topLevel: z.boolean(),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

interface Listed {
  readonly parts: readonly ManifestPart[];
  readonly config: readonly ConfigFile[];
}

/** Compared without case: a pack may be copied to a file system that knows none. */
function everyPathOnce({ parts, config }: Listed): boolean {
  const paths = [
    ...parts.flatMap((part) => (part.kind === 'sqlite' ? [part.part] : [part.part, part.index.part])),
    ...config.map((file) => file.part),
  ].map((path) => path.toLowerCase());
  return new Set(paths).size === paths.length;
}

/** `manifest.json`: everything about a pack but the hashes of the files beside the parts. */
export const Manifest = z
  .strictObject({
    formatVersion: z.literal(packFormatVersion),
    packId: z.uuid(),
    hostId: z.uuid(),
    tool: z.string(),
    /** `process.platform` of the machine: one without owners gives packs without owners. */
    platform: z.string(),
    stack: z.strictObject({
      id: z.uuid(),
      name: z.string().min(1),
      slug: z.string().min(1),
      kind: z.enum(['compose', 'folder']),
    }),
    name: z.string().min(1),
    appVersion: z.string().nullable(),
    type: z.enum(backupTypes),
    trigger: z.string(),
    /** Older packs have no such key. */
    note: Note.nullable().default(null),
    mode: z.enum(backupModes),
    format: z.enum(packFormats),
    level: Level,
    createdAt: Time,
    startedAt: Time,
    endedAt: Time,
    stopWindowMs: Bytes.nullable(),
    parts: z.array(ManifestPart),
    config: z.array(ConfigFile),
    compose: z
      .strictObject({
        project: z.string(),
        services: z.array(
          z.strictObject({
            service: z.string(),
            image: z.string(),
            imageId: z.string(),
            digest: z.string().nullable(),
          }),
        ),
      })
      .nullable(),
    totals: z.strictObject({ rawBytes: Bytes, storedBytes: Bytes, entries: Bytes }),
  })
  .refine(everyPathOnce, { path: ['parts'], message: 'two files have the same path' });
export type Manifest = z.infer<typeof Manifest>;

/** `DONE`: written last, and what makes a folder a pack. */
export const DoneMark = z.strictObject({
  formatVersion: z.literal(packFormatVersion),
  packId: z.uuid(),
  manifestSha256: Sha256,
  /** Of every file but `DONE` itself. */
  bytes: Bytes,
  files: Bytes,
});
export type DoneMark = z.infer<typeof DoneMark>;

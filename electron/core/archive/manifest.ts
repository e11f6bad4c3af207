import { z } from 'zod';
import { type BackupMode, backupModes, backupTypes, formatLevels, packFormats } from '../../../shared/model/backup.ts';
import { databaseEngines } from '../../../shared/model/database.ts';
import { noteFault } from '../../../shared/model/note.ts';

/** The newest version of the pack's format that this code reads. A pack without dumps is written as version 1. */
export const packFormatVersion = 2;
/** Of a pack, its DONE and its copies. */
export const PackFormatVersion = z.union([z.literal(1), z.literal(packFormatVersion)]);

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
  .regex(/^(?:volumes|files|sqlite|db|images|config|index|settings|meta)(?:\/[A-Za-z0-9._-]{1,200})+$/u)
  .refine((path) => !path.split('/').some((name) => name === '..' || name === '.'));

const Digest = z.strictObject({ rawBytes: Bytes, storedBytes: Bytes, rawSha256: Sha256, storedSha256: Sha256 });
const Omitted = z.strictObject({ path: z.string(), reason: z.enum(['socket', 'device', 'vanished', 'changed']) });
const FileFacts = z.strictObject({
  mode: z.int().min(0).max(0o7777),
  uid: Bytes,
  gid: Bytes,
  mtime: z.string().regex(/^-?\d{1,20}$/u),
});

const DumpedServer = {
  engine: z.enum(databaseEngines),
  service: z.string().min(1),
  version: z.string(),
};

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
  z.strictObject({
    kind: z.literal('database'),
    ...partBase,
    database: z.strictObject({
      ...DumpedServer,
      name: z.string().min(1),
      rows: z.array(z.strictObject({ table: z.string(), rows: Bytes })),
      /** Ids of the sources that hold the server's files. */
      holds: z.array(z.string()),
    }),
  }),
  /** The roles of a PostgreSQL server: for hand work, nothing is rolled back from it. */
  z.strictObject({ kind: z.literal('roles'), ...partBase, ...DumpedServer }),
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

/** The oldest format that can say what such a pack holds. */
export function formatVersionOf({ mode, parts }: Pick<Listed, 'parts'> & { readonly mode: BackupMode }): 1 | 2 {
  return mode === 'cold+dump' || parts.some(({ kind }) => kind === 'database' || kind === 'roles') ? 2 : 1;
}

/** Compared without case: a pack may be copied to a file system that knows none. */
function everyPathOnce({ parts, config }: Listed): boolean {
  const paths = [
    ...parts.flatMap((part) => ('index' in part ? [part.part, part.index.part] : [part.part])),
    ...config.map((file) => file.part),
  ].map((path) => path.toLowerCase());
  return new Set(paths).size === paths.length;
}

/** `manifest.json`: everything about a pack but the hashes of the files beside the parts. */
export const Manifest = z
  .strictObject({
    formatVersion: PackFormatVersion,
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
  .refine(everyPathOnce, { path: ['parts'], message: 'two files have the same path' })
  .refine((manifest) => manifest.formatVersion >= formatVersionOf(manifest), {
    path: ['formatVersion'],
    message: 'it holds what its format does not know',
  });
export type Manifest = z.infer<typeof Manifest>;

/** `DONE`: written last, and what makes a folder a pack. */
export const DoneMark = z.strictObject({
  formatVersion: PackFormatVersion,
  packId: z.uuid(),
  manifestSha256: Sha256,
  /** Of every file but `DONE` itself. */
  bytes: Bytes,
  files: Bytes,
});
export type DoneMark = z.infer<typeof DoneMark>;

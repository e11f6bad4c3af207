import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, linkSync, lutimesSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackFormat } from '../../../../shared/model/backup.ts';
import { canonicalJson } from '../canonical-json.ts';
import { Manifest, type ManifestPart } from '../manifest.ts';
import { type PartOptions, type TarSource, writeFilePart, writeTarPart } from '../part-writer.ts';
import { packFile } from '../pack-layout.ts';
import { publishPack, writePackFiles } from '../publish.ts';
import { restoreText } from '../restore-text.ts';

export interface TestFolder extends AsyncDisposable {
  readonly path: string;
}

/** A new folder, removed on disposal. */
export async function testFolder(): Promise<TestFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'lb-pack-')));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal;

/** Options of a part at `file`, all others plain. */
export function partAt(file: string, patch: Partial<PartOptions> = {}): PartOptions {
  const base = {
    part: 'files/data.tar.zst',
    format: 'zstd',
    level: 3,
    signal: never,
    onBytes: () => undefined,
    throttle: null,
  } as const;
  return { file, ...base, ...patch };
}

/** A folder as the source of a part. */
export function folderSource(root: string, tolerant = false): TarSource {
  return { kind: 'folder', root, names: null, exclude: [], skip: [], tolerant };
}

/** A small tree with one of each kind of entry that needs no privilege. */
export function fillSource(root: string): void {
  mkdirSync(join(root, 'sub'), { recursive: true });
  mkdirSync(join(root, 'empty'));
  writeFileSync(join(root, 'note.txt'), 'a note\n'.repeat(200));
  writeFileSync(join(root, 'sub', 'zeros'), Buffer.alloc(60_000));
  writeFileSync(join(root, 'sub', `it's "备份"`), 'odd name');
  writeFileSync(join(root, 'sub', 'run'), '#!/bin/sh\n');
  chmodSync(join(root, 'sub', 'run'), 0o750);
  linkSync(join(root, 'note.txt'), join(root, 'sub', 'same'));
  symlinkSync('../note.txt', join(root, 'sub', 'link'));
  lutimesSync(join(root, 'note.txt'), 1_600_000_000.25, 1_600_000_000.25);
}

export interface SmallPack {
  readonly path: string;
  readonly manifest: Manifest;
}

export interface SmallPackOptions {
  readonly format?: PackFormat;
  /** Texts of configuration files, by name. */
  readonly config?: Readonly<Record<string, string>>;
  /** Changes the unfinished pack before it is published. */
  readonly spoil?: (folder: string) => Promise<void>;
  /** Changes the manifest before it is written. */
  readonly amend?: (manifest: Manifest) => Manifest;
}

async function partsOf(folder: string, source: string, format: PackFormat): Promise<ManifestPart[]> {
  const ending = format === 'zstd' ? 'zst' : 'gz';
  for (const name of ['files', 'sqlite', 'index', 'config']) await mkdir(join(folder, name));
  const files = { part: `files/data.tar.${ending}`, index: 'index/files.data.tar.ndjson.zst' };
  const level = 3;
  const options = partAt(join(folder, files.part), { format, part: files.part });
  const tar = await writeTarPart(folderSource(source), {
    ...options,
    indexFile: join(folder, files.index),
    capture: [],
  });
  const { entries, omitted, captured: _captured, index, ...digest } = tar;
  const base = { codec: format, level };
  const database = `sqlite/app.db.${ending}`;
  const plain = join(folder, 'plain');
  await writeFile(plain, `SQLite format 3\0${'page '.repeat(4000)}`);
  const sqlite = await writeFilePart(plain, partAt(join(folder, database), { format, part: database }));
  await rm(plain);
  return [
    {
      kind: 'folder',
      ...base,
      source: 'folder/data',
      name: 'data',
      location: source,
      part: files.part,
      digest,
      entries,
      omitted: [...omitted],
      exclude: [],
      singleFile: false,
      index: { part: files.index, digest: index },
      volume: null,
    },
    {
      kind: 'sqlite',
      ...base,
      source: 'sqlite/app.db',
      name: 'app.db',
      location: `${source}/app.db`,
      part: database,
      digest: sqlite,
      file: { mode: 0o640, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mtime: '0' },
    },
  ];
}

/** A manifest of these parts, as a backup would compose it. */
export function manifestOf(name: string, parts: readonly ManifestPart[], format: PackFormat = 'zstd'): Manifest {
  const time = '2026-11-20T04:00:00.000Z';
  const sum = (value: (part: ManifestPart) => number) => parts.reduce((total, part) => total + value(part), 0);
  return Manifest.parse({
    formatVersion: 1,
    packId: randomUUID(),
    hostId: randomUUID(),
    tool: 'lifeboat test',
    platform: process.platform,
    stack: { id: randomUUID(), name: 'shop', slug: 'shop', kind: 'folder' },
    name,
    appVersion: null,
    type: 'manual',
    trigger: 'manual',
    note: null,
    mode: 'cold',
    format,
    level: 3,
    createdAt: time,
    startedAt: time,
    endedAt: time,
    stopWindowMs: null,
    parts,
    config: [],
    compose: null,
    totals: {
      rawBytes: sum((part) => part.digest.rawBytes),
      storedBytes: sum((part) => part.digest.storedBytes),
      entries: 1,
    },
  });
}

/** Makes a whole pack of `source` (see `fillSource`) below `storage`, published and verified like any other. */
export async function makePack(storage: string, source: string, options: SmallPackOptions = {}): Promise<SmallPack> {
  const format = options.format ?? 'zstd';
  const name = 'backup_manual_v1_2026-11-20_04-00-00';
  const folder = join(storage, '_tmp', 'job');
  await mkdir(folder, { recursive: true });
  const parts = await partsOf(folder, source, format);
  const composed = { ...manifestOf(name, parts, format), config: await writeConfig(folder, options.config ?? {}) };
  const manifest = options.amend?.(composed) ?? composed;
  await writePackFiles(folder, manifest, {
    restore: restoreText(manifest),
    settings: canonicalJson({}),
    version: 'test\n',
  });
  await options.spoil?.(folder);
  const path = join(storage, name);
  await publishPack(folder, path, manifest, { signal: never, onBytes: () => undefined, onPart: () => undefined });
  return { path, manifest };
}

async function writeConfig(
  folder: string,
  texts: Readonly<Record<string, string>>,
): Promise<Manifest['config'][number][]> {
  if (Object.keys(texts).length === 0) {
    await rm(join(folder, 'config'), { recursive: true });
    return [];
  }
  const file = { mode: 0o640, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mtime: '0' };
  const files: Manifest['config'][number][] = [];
  for (const [name, text] of Object.entries(texts)) {
    const part = `config/${name}`;
    await writeFile(join(folder, part), text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const bytes = Buffer.byteLength(text);
    files.push({ source: part, location: `/srv/shop/${name}`, part, bytes, sha256, file, topLevel: true });
  }
  return files;
}

/** Every file of a pack but DONE, in a fixed order. */
export function filesOf(manifest: Manifest): string[] {
  const indexes = manifest.parts.flatMap((part) => ('index' in part ? [part.index.part] : []));
  const { manifest: own, sums, restore, settings, version } = packFile;
  const config = manifest.config.map((file) => file.part);
  return [...manifest.parts.map((part) => part.part), ...indexes, ...config, own, sums, restore, settings, version];
}

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ReindexReport } from '../../../shared/model/report.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { standardStackBackup } from '../../../shared/model/stack-backup.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { viewOf } from './backup-lookup.ts';
import { backupOfPack } from './backup-record.ts';
import { knownStorages, rememberStorage } from './known-storages.ts';
import { belongsTo, listPacks, reasonOf } from './pack-listing.ts';
import { stackOfPack } from './settings-of-pack.ts';
import { checkStackName } from './stack-slug.ts';
import { packsFolder } from './storage.ts';

type Problem = ReindexReport['incomplete'][number];

/**
 * Brings the catalog in line with the packs that are on disk. Adds what it does not know, corrects where
 * packs are, and deletes nothing, neither records nor files. What it adds counts as verified only after
 * `verify`. May run twice.
 */
export async function reindex(context: EngineContext): Promise<ReindexReport> {
  const problems: Problem[] = [];
  const stacksAdded = await registerLostStacks(context, problems);
  const counts = { found: 0, added: 0, known: 0 };
  for (const stack of context.catalog.stacks.list()) {
    await rememberStorage(context.home, stack.storage);
    if (!existsSync(packsFolder(stack))) problems.push({ path: packsFolder(stack), detail: 'the folder is not there' });
    // A migration that was interrupted has left packs in two storages.
    for (const storage of await knownStorages(context.home)) {
      await indexFolder(context, stack, join(storage, stack.slug), counts, problems);
    }
  }
  return { ...counts, incomplete: problems, stacksAdded };
}

async function indexFolder(
  context: EngineContext,
  stack: Stack,
  folder: string,
  counts: { found: number; added: number; known: number },
  problems: Problem[],
): Promise<void> {
  for (const pack of await packsIn(folder, problems)) {
    counts.found += 1;
    if (!belongsTo(pack, stack)) {
      problems.push({ path: pack.path, detail: `it belongs to another stack: ${pack.manifest.stack.name}` });
    } else counts[indexPack(context, stack, pack)] += 1;
  }
}

/** The packs of a folder; everything else there that should be one, and a folder that cannot be read, is a problem. */
async function packsIn(folder: string, problems: Problem[]): Promise<readonly CompletePack[]> {
  try {
    const { packs, incomplete } = await listPacks(folder);
    problems.push(...incomplete);
    return packs;
  } catch (error) {
    problems.push({ path: folder, detail: reasonOf(error) });
    return [];
  }
}

/** Puts one pack into the catalog, or its record right. */
function indexPack(context: EngineContext, stack: Stack, pack: CompletePack): 'added' | 'known' {
  const { backups, jobs } = context.catalog;
  const record = backups.list().find(({ packId }) => packId === pack.manifest.packId);
  if (record === undefined) {
    backups.insert(backupOfPack(pack, stack, 'reindex'));
    return 'added';
  }
  if (record.status === 'succeeded') {
    // Where it lies now it was never read back.
    if (viewOf(record).missing)
      backups.update(record.id, { path: pack.path, checksum: pack.manifestSha256, verified: false, verifiedAt: null });
    return 'known';
  }
  // The job that made it died between the pack's final name and its record, unless it is still at it.
  if (jobs.get(record.jobId)?.status === 'running') return 'known';
  const { id: _id, jobId: _jobId, ...facts } = backupOfPack(pack, stack, record.jobId);
  backups.update(record.id, facts);
  return 'added';
}

/** Registers the stacks of packs in known storage folders that the catalog has lost. */
async function registerLostStacks(context: EngineContext, problems: Problem[]): Promise<string[]> {
  const added: string[] = [];
  for (const folder of await stackFolders(context, problems)) {
    if (context.catalog.stacks.list().some(({ slug }) => slug === basename(folder))) continue;
    const found: Problem[] = [];
    const packs = await packsIn(folder, found);
    const newest = packs.toSorted((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? 1 : -1))[0];
    try {
      if (newest === undefined) problems.push(...found);
      else added.push(await registerStack(context, newest));
    } catch (error) {
      problems.push({ path: folder, detail: reasonOf(error) });
    }
  }
  return added;
}

/** Folders in known storages that could hold the packs of a stack. */
async function stackFolders(context: EngineContext, problems: Problem[]): Promise<string[]> {
  const folders: string[] = [];
  for (const storage of await knownStorages(context.home)) {
    const entries = await readdir(storage, { withFileTypes: true }).catch((error: unknown) => {
      problems.push({ path: storage, detail: reasonOf(error) });
      return [];
    });
    const named = entries.filter((entry) => entry.isDirectory() && /^[a-z0-9][a-z0-9._-]*$/u.test(entry.name));
    folders.push(...named.map(({ name }) => join(storage, name)));
  }
  return folders;
}

/** Registers the stack that a pack names, with its id, where the pack lies now. STACK_EXISTS. */
async function registerStack(context: EngineContext, pack: CompletePack): Promise<string> {
  const { definition } = await stackOfPack(pack);
  const { id, name } = pack.manifest.stack;
  const folder = dirname(pack.path);
  const known = context.catalog.stacks.get(id);
  if (known !== null) throw new AppError('STACK_EXISTS', { stack: known.name });
  const stack: Stack = {
    id,
    name: checkStackName(name),
    slug: basename(folder),
    definition,
    storage: dirname(folder),
    // A pack does not tell what its stack leaves out: everything is in again, which loses nothing.
    backup: standardStackBackup,
    createdAt: pack.manifest.createdAt,
  };
  context.catalog.stacks.insert(stack);
  return stack.name;
}

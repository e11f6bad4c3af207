import { join } from 'node:path';
import type { Finding } from '../../../../shared/model/report.ts';
import { temporaryFolder } from '../../archive/pack-layout.ts';
import type { EngineContext } from '../../engine-context.ts';
import { viewOf } from '../backup-lookup.ts';
import { listPacks, namesIn } from '../pack-listing.ts';
import { packsFolder } from '../storage.ts';

/** Packs that are missing or damaged, packs that nobody has read back, folders that look like packs, and work that nobody will finish. */
export async function examinePacks(context: EngineContext): Promise<Finding[]> {
  const { catalog } = context;
  const backups = catalog.backups
    .list()
    .filter(({ status }) => status === 'succeeded')
    .map(viewOf);
  const { incomplete, unfinished } = await lookIntoStorages(context);
  const isDamaged = (path: string | null) => path !== null && incomplete.includes(path);
  const lost = backups.filter(
    (backup) => backup.missing || isDamaged(backup.path) || (!backup.verified && backup.error !== null),
  );
  const unproven = backups.filter((backup) => !backup.verified && !lost.includes(backup));
  const strange = incomplete.filter((path) => !backups.some((backup) => backup.path === path));
  const wanting = [...unproven.map(({ name }) => name), ...strange, ...unfinished];
  const findings: Finding[] = [];
  if (lost.length > 0)
    findings.push(
      finding(
        'alarm',
        lost.map(({ name }) => name),
      ),
    );
  if (wanting.length > 0) findings.push(finding('attention', wanting));
  return findings.length > 0
    ? findings
    : [{ check: 'packs', state: 'good', subject: null, params: { count: backups.length } }];
}

function finding(state: 'attention' | 'alarm', subjects: readonly string[]): Finding {
  return { check: 'packs', state, subject: null, params: { count: subjects.length, detail: subjects.join(', ') } };
}

async function lookIntoStorages({ catalog }: EngineContext): Promise<{ incomplete: string[]; unfinished: string[] }> {
  const open = new Set(catalog.jobs.open().map(({ id }) => id));
  const incomplete: string[] = [];
  const unfinished: string[] = [];
  for (const stack of catalog.stacks.list()) {
    const folder = packsFolder(stack);
    // A storage that cannot be read is a finding of its own, and its packs are missing.
    const listing = await listPacks(folder).catch(() => ({ incomplete: [] }));
    incomplete.push(...listing.incomplete.map(({ path }) => path));
    const work = await namesIn(join(folder, temporaryFolder)).catch(() => []);
    unfinished.push(
      ...work.filter((name) => !open.has(name.split('_')[1] ?? '')).map((name) => join(folder, temporaryFolder, name)),
    );
  }
  return { incomplete, unfinished };
}

import type { Planted } from './planted.ts';

export const proveRounds = 4;

export const planted: readonly Planted[] = [
  {
    what: 'DONE is not flushed before the pack gets its name',
    file: 'electron/core/archive/publish.ts',
    from: '  await writeNew(folder, packFile.done, canonicalJson(done));\n  await syncPackFolder(folder);\n',
    to: '  await writeNew(folder, packFile.done, canonicalJson(done));\n',
  },
  {
    what: 'the final name is not flushed',
    file: 'electron/core/archive/publish.ts',
    from: '  await syncFolder(dirname(finalPath));\n',
    to: '',
  },
  {
    what: 'an unfinished export stays where it is',
    file: 'electron/core/operations/recover.ts',
    from: "    if (job.kind === 'export') await removeUnfinishedExport(context, job);\n",
    to: '',
  },
  {
    what: 'the catalog is not told where a migrated pack is',
    file: 'electron/core/operations/migrate.ts',
    from: '    recordPath(context, pack, final);\n',
    to: '',
  },
  {
    what: 'an interrupted rollback is not put back',
    file: 'electron/core/operations/recover.ts',
    from: '  await finishKept(context, jobs);\n',
    to: '',
  },
];

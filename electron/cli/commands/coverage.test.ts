import { describe, expect, it } from 'vitest';
import type { CoveredSource, StackCoverage } from '../../../shared/model/coverage.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import { runLine } from '../testing/run-line.ts';
import { preview } from '../testing/samples.ts';

const database: CoveredSource = {
  id: 'database/db/shop',
  kind: 'database',
  name: 'db/shop',
  location: 'mysql://db/shop',
  state: 'not-yet',
  since: null,
  omitted: 0,
  modes: { cold: 'in-volume', hot: 'refused', 'cold+dump': 'refused' },
  database: {
    engine: 'mysql',
    version: '10.11.6-MariaDB',
    fault: { code: 'DATABASE_REFUSED', params: { service: 'db', detail: 'access denied' } },
  },
};
const files: CoveredSource = {
  ...database,
  id: 'volume/files',
  kind: 'volume',
  name: 'files',
  location: 'shop_files',
  state: 'excluded',
  modes: { cold: 'copied', hot: 'copied', 'cold+dump': 'copied' },
  database: null,
};

function engineOf(coverage: StackCoverage) {
  return fakeEngine({ coverage: () => Promise.resolve(coverage) });
}

describe('coverage', () => {
  it('says of a database which server it is of, what each mode does with it, and why it cannot be dumped', async () => {
    const engine = engineOf({ sources: [database, files], exclude: ['cache/**'], notes: [] });
    const { stdout, code } = await runLine(['coverage', 'shop'], engine);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^database\/db\/shop +MariaDB 10\.11\.6 +not in a backup yet$/mu);
    expect(stdout).toMatch(/^ {2}cold: comes with the copy of its files$/mu);
    expect(stdout).toMatch(/^ {2}hot: refused/mu);
    expect(stdout).toContain('access denied');
    expect(stdout).toContain('cache/**');
    // What every mode simply copies needs no words.
    expect(stdout.match(/volume\/files/gu)).toHaveLength(1);
  });

  it('gives the same as JSON', async () => {
    const coverage = { sources: [database], exclude: [], notes: [] };
    expect(JSON.parse((await runLine(['coverage', 'shop', '--json'], engineOf(coverage))).stdout)).toEqual(coverage);
  });
});

it('the dry run of a backup names what is taken in another way', async () => {
  const otherwise = [
    { id: 'volume/files', by: 'in-dump' },
    { id: 'database/db/wiki', by: 'in-volume' },
  ] as const;
  const engine = fakeEngine({ previewBackup: () => Promise.resolve({ ...preview, otherwise }) });
  const { stdout } = await runLine(['backup', 'wiki', '--dry-run'], engine);
  expect(stdout).toMatch(/^Dumped instead of copied: volume\/files$/mu);
  expect(stdout).toMatch(/^Comes with the copy of its files: database\/db\/wiki$/mu);
});

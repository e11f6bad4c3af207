import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import { pathGlobs } from './skipped-paths.ts';

test('paths inside a root become globs that match them and nothing else', () => {
  const odd = '/srv/app/a (1) [x]/{b}*?.db';
  const globs = pathGlobs('/srv/app', ['/srv/app/backups', odd, '/srv/other', '/srv/application']);
  expect(globs).toHaveLength(2);
  const matches = picomatch(globs, { dot: true, windows: false });
  expect(['backups', 'a (1) [x]/{b}*?.db', 'a (1) [x]/bb.db', 'backup'].map((path) => matches(path))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

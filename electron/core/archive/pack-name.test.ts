import { describe, expect, test } from 'vitest';
import { isPackName, packName, partPath } from './pack-name.ts';

const time = '2026-11-20T04:00:05.123Z';

describe('packName', () => {
  test.each([
    ['1.2.3', 'backup_manual_v1.2.3_2026-11-20_04-00-05'],
    ['v1.2.3', 'backup_manual_v1.2.3_2026-11-20_04-00-05'],
    [null, 'backup_manual_vunknown_2026-11-20_04-00-05'],
    ['', 'backup_manual_vunknown_2026-11-20_04-00-05'],
    ['../..', 'backup_manual_vunknown_2026-11-20_04-00-05'],
    ['1.2/../../etc', 'backup_manual_v1.2-..-..-etc_2026-11-20_04-00-05'],
    ['版本 2', 'backup_manual_v2_2026-11-20_04-00-05'],
    ['a\nb', 'backup_manual_va-b_2026-11-20_04-00-05'],
  ])('of version %j', (version, name) => {
    expect(packName('manual', version, time, 1)).toBe(name);
    expect(isPackName(name)).toBe(true);
  });

  test('the version is cut to what a name can hold, and still ends well', () => {
    const name = packName('pre-rollback', `${'x'.repeat(63)}-${'y'.repeat(400)}`, time, 1);
    expect(name).toBe(`backup_pre-rollback_v${'x'.repeat(63)}_2026-11-20_04-00-05`);
  });

  test('a second attempt has a number', () => {
    expect(packName('manual', '1', time, 2)).toBe('backup_manual_v1_2026-11-20_04-00-05_2');
    expect(isPackName(packName('manual', '1', time, 2))).toBe(true);
  });

  test.each([
    'backup_other_v1_2026-11-20_04-00-05',
    'backup_manual_v1_2026-11-20',
    'x/backup_manual_v1_2026-11-20_04-00-05',
    '_tmp',
    '',
  ])('%j is no name of a pack', (name) => {
    expect(isPackName(name)).toBe(false);
  });
});

describe('partPath', () => {
  test('keeps sources apart on file systems that know no case', () => {
    const taken = new Set<string>();
    const paths = ['Data', 'data', 'DATA'].map((name) => partPath('files', name, '.tar.zst', taken));
    expect(paths).toEqual(['files/Data.tar.zst', 'files/data-2.tar.zst', 'files/DATA-3.tar.zst']);
  });

  test.each([
    ['../../etc', 'files/etc.tar.zst'],
    ['..', 'files/source.tar.zst'],
    ['-rf', 'files/rf.tar.zst'],
    ['备份', 'files/source.tar.zst'],
    ["a'b\nc", 'files/a-b-c.tar.zst'],
    ['x'.repeat(300), `files/${'x'.repeat(100)}.tar.zst`],
  ])('%j becomes %s', (name, path) => {
    expect(partPath('files', name, '.tar.zst', new Set())).toBe(path);
  });
});

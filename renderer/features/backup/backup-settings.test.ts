import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/ipc/contract.ts';
import { packFormats } from '../../../shared/model/backup.ts';
import { type BackupSettings, backupRequest, levelsOf, standardBackup, withFormat } from './backup-settings.ts';

const sources = [{ id: 'volume/a' }, { id: 'volume/b' }];
const set = (changes: Partial<BackupSettings>): BackupSettings => ({ ...standardBackup, ...changes });

describe('backupRequest', () => {
  it('asks for everything by naming nothing', () => {
    expect(backupRequest('s1', standardBackup, sources)).toEqual({
      stack: 's1',
      type: 'manual',
      mode: 'cold',
      images: false,
      format: 'zstd',
      level: 3,
    });
  });

  it('names what is left when something is left out', () => {
    expect(backupRequest('s1', set({ leftOut: ['volume/a'] }), sources)).toMatchObject({ only: ['volume/b'] });
  });

  it('asks nothing when no source is left: main would take that for all of them', () => {
    expect(backupRequest('s1', set({ leftOut: ['volume/a', 'volume/b'] }), sources)).toBeNull();
  });

  it.each([
    [' 2.3.1 ', '2.3.1'],
    ['   ', undefined],
  ])('takes the version %j as %j', (appVersion, expected) => {
    expect(backupRequest('s1', set({ appVersion }), sources)?.appVersion).toBe(expected);
  });

  it.each([
    [' before the new theme ', 'before the new theme'],
    ['   ', undefined],
  ])('takes the note %j as %j', (note, expected) => {
    const request = backupRequest('s1', set({ note }), sources);
    expect(request?.note).toBe(expected);
    expect(contract['backups.start'].input.safeParse(request).success).toBe(true);
  });

  it.each(packFormats.flatMap((format) => levelsOf(format).map((level) => [format, level] as const)))(
    'is taken by main with %s at level %i',
    (format, level) => {
      const request = backupRequest('s1', set({ format, level, images: true, mode: 'hot' }), sources);
      expect(contract['backups.start'].input.safeParse(request).success).toBe(true);
    },
  );
});

describe('withFormat', () => {
  it('does not carry a level over that the other format refuses', () => {
    const changed = withFormat(set({ level: 19 }), 'gzip');
    expect(changed).toMatchObject({ format: 'gzip', level: 6 });
    expect(levelsOf('gzip')).toContain(changed.level);
  });
});

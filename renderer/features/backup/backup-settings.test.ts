import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/ipc/contract.ts';
import { packFormats } from '../../../shared/model/pack-format.ts';
import { standardStackBackup } from '../../../shared/model/stack-backup.ts';
import { levelsOf } from '../pack-form.ts';
import { type BackupSettings, backupRequest, candidatesOf, standardBackup } from './backup-settings.ts';

const sources = [{ id: 'volume/a' }, { id: 'volume/b' }];
const stack = { id: 's1', backup: standardStackBackup };
const set = (changes: Partial<BackupSettings>): BackupSettings => ({ ...standardBackup(stack), ...changes });

describe('backupRequest', () => {
  it('asks for everything by naming nothing', () => {
    expect(backupRequest(stack, set({}), sources)).toEqual({
      stack: 's1',
      type: 'manual',
      mode: 'cold',
      images: false,
      format: 'zstd',
      level: 3,
    });
  });

  it('names what is left when something is left out', () => {
    expect(backupRequest(stack, set({ leftOut: ['volume/a'] }), sources)).toMatchObject({ only: ['volume/b'] });
  });

  describe('of a stack that leaves something out', () => {
    const leaving = { id: 's1', backup: { format: 'gzip', level: 9, leftOut: ['volume/a', 'volume/gone'] } } as const;
    const begun = standardBackup(leaving);

    it('begins as its settings say, and names nothing: main knows them', () => {
      expect(begun).toMatchObject({ type: 'manual', mode: 'cold', images: false, format: 'gzip', level: 9 });
      expect(backupRequest(leaving, begun, sources)).not.toHaveProperty('only');
      expect(backupRequest(leaving, begun, [])).not.toHaveProperty('only');
    });

    it('names all sources when the one that is left out is ticked again', () => {
      const ticked = { ...begun, leftOut: ['volume/gone'] };
      expect(backupRequest(leaving, ticked, sources)).toMatchObject({ only: ['volume/a', 'volume/b'] });
    });

    it('asks nothing when its settings leave no source that is there', () => {
      expect(backupRequest(leaving, begun, [{ id: 'volume/a' }])).toBeNull();
    });
  });

  it('says that nothing is to be copied, and else leaves it to the stack', () => {
    const request = backupRequest(stack, set({ replicate: false }), sources);
    expect(request).toMatchObject({ replicate: false });
    expect(contract['backups.start'].input.safeParse(request).success).toBe(true);
    expect(backupRequest(stack, set({}), sources)).not.toHaveProperty('replicate');
  });

  it('asks nothing when no source is left: main would take that for all of them', () => {
    expect(backupRequest(stack, set({ leftOut: ['volume/a', 'volume/b'] }), sources)).toBeNull();
  });

  it.each([
    [' 2.3.1 ', '2.3.1'],
    ['   ', undefined],
  ])('takes the version %j as %j', (appVersion, expected) => {
    expect(backupRequest(stack, set({ appVersion }), sources)?.appVersion).toBe(expected);
  });

  it.each([
    [' before the new theme ', 'before the new theme'],
    ['   ', undefined],
  ])('takes the note %j as %j', (note, expected) => {
    const request = backupRequest(stack, set({ note }), sources);
    expect(request?.note).toBe(expected);
    expect(contract['backups.start'].input.safeParse(request).success).toBe(true);
  });

  it.each(packFormats.flatMap((format) => levelsOf(format).map((level) => [format, level] as const)))(
    'is taken by main with %s at level %i',
    (format, level) => {
      const request = backupRequest(stack, set({ format, level, images: true, mode: 'hot' }), sources);
      expect(contract['backups.start'].input.safeParse(request).success).toBe(true);
    },
  );
});

describe('candidatesOf', () => {
  it('has what a preview takes and what it does not, to be ticked again', () => {
    const taken = { id: 'volume/a', kind: 'volume', location: 'wiki_a', estimatedBytes: 5 } as const;
    const left = { id: 'volume/b', kind: 'volume', location: 'wiki_b' } as const;
    expect(candidatesOf({ sources: [taken], leftOut: [left] })).toEqual([taken, { ...left, estimatedBytes: null }]);
  });
});

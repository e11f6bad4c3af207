import { describe, expect, it } from 'vitest';
import { PolicyDraft } from '../../../shared/model/schedule.ts';
import { wordsIn } from '../testing/words-in.ts';
import { draftOfPreset, presets, presetsOf } from './presets.ts';

describe('draftOfPreset', () => {
  it.each(presets)('%s is what main takes, in both languages', (preset) => {
    for (const language of ['en', 'zh-CN'] as const)
      expect(PolicyDraft.safeParse(draftOfPreset(preset, [], wordsIn(language))).success).toBe(true);
  });

  it('takes a name that is free', () => {
    const taken = ['nightly', 'nightly 2'];
    expect(draftOfPreset('nightly', taken, wordsIn('en')).name).toBe('nightly 3');
  });
});

it('offers no images of a folder', () => {
  expect(presetsOf('folder')).toEqual(['nightly', 'own']);
  expect(presetsOf('compose')).toEqual(presets);
});

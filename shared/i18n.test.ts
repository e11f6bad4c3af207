import { describe, expect, it } from 'vitest';
import { createTranslator } from './i18n.ts';
import { languageOf } from './language.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');

describe('a translator', () => {
  it('puts values in as they are, whatever they look like', () => {
    const hostile = "{{stack}} $t(errors.INTERNAL.message) $& <b>'";
    expect(createTranslator('en').error({ code: 'STACK_NOT_FOUND', params: { stack: hostile } }, now).message).toBe(
      `There is no stack named ${hostile}.`,
    );
  });

  it('tells bytes, times and kinds of an error in words', () => {
    const space = { code: 'SPACE_INSUFFICIENT', params: { path: '/srv', needed: 2_400_000_000, free: 1000 } } as const;
    const busy = {
      code: 'STACK_BUSY',
      params: { stack: 'wiki', job: 'j', kind: 'migrate', since: '2026-11-20T11:00:00.000Z' },
    } as const;
    expect(createTranslator('en').error(space, now).message).toContain('2.4 GB needed, 1.0 kB free');
    expect(createTranslator('zh-CN').error(busy, now).message).toBe(
      'wiki 正忙：迁移任务 j，1 小时前开始。未做任何更改。',
    );
  });

  it('speaks of a finding with whatever the finding knows', () => {
    const finding = { check: 'space', state: 'good', subject: '/srv', params: { free: 5e9 } } as const;
    expect(createTranslator('en').finding(finding)).toBe('5.0 GB free at /srv.');
    expect(createTranslator('en').finding({ ...finding, check: 'catalog', state: 'attention', params: {} })).toBe(
      'The catalog wants attention.',
    );
  });
});

describe('languageOf', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'de_DE.UTF-8', LIFEBOAT_LANG: 'zh-CN' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LIFEBOAT_LANG: 'en' }, 'en'],
    [{ LIFEBOAT_LANG: '', LANG: 'zh' }, 'zh-CN'],
  ] as const)('%o is %s', (env, language) => {
    expect(languageOf(env)).toBe(language);
  });
});

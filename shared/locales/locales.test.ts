import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorTable } from '../errors.ts';
import { en } from './en.ts';
import { units as englishUnits } from './en/units.ts';
import { zhCN } from './zh-CN.ts';
import { units as chineseUnits } from './zh-CN/units.ts';

const english = flatten({ ...en, units: englishUnits });
// Chinese has no singular of its own.
const translated = [...english].filter(([key]) => !key.endsWith('_one'));
const chinese = flatten({ ...zhCN, units: chineseUnits });

/** Words that are the same in both languages: signs, and what consists of placeholders alone. */
const sameInBoth = new Set(['cli.job.title', 'errors.USAGE_INVALID.message', 'units.separator']);

/** A command line that was not understood. */
const terminalOnly = new Set(['errors.USAGE_INVALID.action']);

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect([...chinese.keys()].toSorted()).toEqual(translated.map(([key]) => key).toSorted());
  });

  it('leave nothing untranslated', () => {
    const same = [...english].filter(([key, text]) => chinese.get(key) === text).map(([key]) => key);
    expect(same.filter((key) => !sameInBoth.has(key))).toEqual([]);
  });

  it('have the same placeholders', () => {
    const differing = translated.filter(
      ([key, text]) => placeholders(chinese.get(key) ?? '').join() !== placeholders(text).join(),
    );
    expect(differing).toEqual([]);
  });

  it('use full-width punctuation beside Chinese characters', () => {
    const narrow = [...chinese].filter(([, text]) => /\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}/u.test(text));
    expect(narrow).toEqual([]);
  });

  // Panel and terminal show the same sentences: a flag stands in a whole command, or after the word "terminal".
  it('name no flag to whoever is not at a terminal', () => {
    const unsaid = [...english, ...chinese].filter(([key, text]) => {
      const outside = text.replaceAll(/`[^`]*`|(?:In a terminal|在终端).*/gu, '');
      return key.startsWith('errors.') && /--\w/u.test(outside);
    });
    expect(new Set(unsaid.map(([key]) => key))).toEqual(terminalOnly);
  });

  it('neither shout nor beg', () => {
    expect([...english].filter(([, text]) => /!|successfully|please/iu.test(text))).toEqual([]);
  });
});

describe.each(Object.keys(errorTable).filter(isCode))('%s', (code) => {
  const params = [...errorTable[code].params].toSorted();

  it.each([
    ['en', en],
    ['zh-CN', zhCN],
  ] as const)('says everything it knows and nothing else (%s)', (_language, catalogue) => {
    expect(placeholders(catalogue.errors[code].message)).toEqual(params);
    expect(params).toEqual(expect.arrayContaining(placeholders(catalogue.errors[code].action)));
  });
});

function isCode(name: string): name is ErrorCode {
  return name in errorTable;
}

function placeholders(text: string): string[] {
  return [
    ...new Set([...text.matchAll(/\{\{(?<name>\w+)\}\}/gu)].map((match) => match.groups?.['name'] ?? '')),
  ].toSorted();
}

function flatten(tree: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries<unknown>({ ...tree })) {
    if (typeof value === 'string') found.set(prefix + name, value);
    if (typeof value === 'object' && value !== null)
      for (const [key, text] of flatten(value, `${prefix}${name}.`)) found.set(key, text);
  }
  return found;
}

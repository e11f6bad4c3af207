import { describe, expect, it } from 'vitest';
import { type Listed, planClearing, planSwap } from './swap-moves.ts';

/** `a/` is a directory, `a/b` a file. */
const listing = (...paths: string[]): Listed[] =>
  paths.map((path) => ({ key: path.replace(/\/$/u, ''), directory: path.endsWith('/') }));
const kept =
  (...keys: string[]) =>
  (key: string) =>
    key.startsWith('.lifeboat-') || keys.includes(key);

describe('planSwap', () => {
  const cases = [
    {
      name: 'moves top-level entries whole where nothing is kept',
      live: listing('a/', 'a/x', 'b', '.lifeboat-1/'),
      staged: listing('a/', 'a/y', 'c'),
      isKept: kept(),
      moves: { aside: [], out: ['a', 'b'], in: ['a', 'c'], stay: [] },
    },
    {
      name: 'moves the siblings of a kept path, never the path or what is above it',
      live: listing('a/', 'a/cache/', 'a/x', 'a/sub/', 'a/sub/deep', 'b'),
      staged: listing('a/', 'a/x', 'a/new', 'b'),
      isKept: kept('a/cache'),
      moves: { aside: [], out: ['a/x', 'a/sub', 'b'], in: ['a/x', 'a/new', 'b'], stay: ['a'] },
    },
    {
      name: 'descends only along the way to a kept path',
      live: listing('a/', 'a/b/', 'a/b/keep', 'a/b/go', 'a/c/', 'a/c/d/'),
      staged: listing(),
      isKept: kept('a/b/keep'),
      moves: { aside: [], out: ['a/b/go', 'a/c'], in: [], stay: ['a', 'a/b'] },
    },
    {
      name: 'puts aside a staged entry whose place is kept',
      live: listing('cache/', 'x'),
      staged: listing('cache/', 'cache/1', 'x'),
      isKept: kept('cache'),
      moves: { aside: ['cache'], out: ['x'], in: ['x'], stay: [] },
    },
    {
      name: 'puts aside a staged kept path inside a directory that moves whole',
      live: listing('x'),
      staged: listing('a/', 'a/cache/', 'a/cache/1', 'a/y'),
      isKept: kept('a/cache'),
      moves: { aside: ['a/cache'], out: ['x'], in: ['a'], stay: [] },
    },
    {
      name: 'puts aside a staged file where a directory had to stay',
      live: listing('a/', 'a/cache/'),
      staged: listing('a'),
      isKept: kept('a/cache'),
      moves: { aside: ['a'], out: [], in: [], stay: ['a'] },
    },
    {
      name: 'fills an empty root and empties a full one',
      live: listing(),
      staged: listing('a'),
      isKept: kept(),
      moves: { aside: [], out: [], in: ['a'], stay: [] },
    },
    {
      name: 'takes names of any bytes',
      live: listing('\xff\xfe', 'line\nbreak'),
      staged: listing('\xff\xfe'),
      isKept: kept(),
      moves: { aside: [], out: ['\xff\xfe', 'line\nbreak'], in: ['\xff\xfe'], stay: [] },
    },
  ];
  it.each(cases)('$name', ({ live, staged, isKept, moves }) => {
    expect(planSwap(live, staged, isKept)).toEqual(moves);
  });
});

describe('planClearing', () => {
  const cases = [
    {
      name: 'clears what is new',
      live: listing('a', 'c'),
      out: ['a', 'b'],
      stay: [],
      old: ['a', 'b'],
      isKept: kept(),
      leaving: ['a', 'c'],
    },
    {
      name: 'leaves old data that was never moved or is back already',
      live: listing('a', 'b', 'c'),
      out: ['a', 'b'],
      stay: [],
      old: ['b'],
      isKept: kept(),
      leaving: ['b', 'c'],
    },
    {
      name: 'clears a directory that moved whole, with what the application put below it since',
      live: listing('a/', 'a/app.log', 'b'),
      out: ['a'],
      stay: [],
      old: ['a'],
      isKept: kept('a/app.log'),
      leaving: ['a', 'b'],
    },
    {
      name: 'goes into a directory that stayed even if nothing below it is kept any more',
      live: listing('a/', 'a/x', 'a/y'),
      out: ['a/x'],
      stay: ['a'],
      old: [],
      isKept: kept('a/cache'),
      leaving: ['a/y'],
    },
    {
      name: 'clears a file that took the place of a directory that stayed',
      live: listing('a'),
      out: ['a/x'],
      stay: ['a'],
      old: ['a/x'],
      isKept: kept('a/cache'),
      leaving: ['a'],
    },
    {
      name: 'keeps what is kept, wherever it appeared',
      live: listing('n/', 'n/cache/', 'n/x', 'cache/'),
      out: [],
      stay: [],
      old: [],
      isKept: kept('n/cache', 'cache'),
      leaving: ['n/x'],
    },
  ];
  it.each(cases)('$name', ({ live, out, stay, old, isKept, leaving }) => {
    expect(planClearing(live, { out, stay }, (key) => old.includes(key), isKept)).toEqual(leaving);
  });
});

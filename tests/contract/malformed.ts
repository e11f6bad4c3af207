// Payloads that no call may take, made from ones that it takes.
import type { SeededRandom } from '../chaos/random.ts';

/** Strings of these fields are one of a few words; of all others, any short text will do. */
const words = ['kind', 'type', 'mode', 'format', 'purpose', 'decision', 'scope', 'language', 'theme'];
const nullable = ['stack', 'timeZone', 'maxParallel'];

const huge = 'x'.repeat(100_000);
const prototypeKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'then',
] as const;

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** Of a type that is nowhere taken: structured clone can carry all of them across the bridge. */
const nowhere: readonly [unknown, ...unknown[]] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n,
  new Date(0),
  new Map([['stack', 's']]),
  new Set(['s']),
  /x/u,
  new Error('x'),
  new Uint8Array(8),
  nested(2_000),
];

/** A payload from `sample` that is wrong in one place. `required`: no key of it may be left out. */
export function malformed(random: SeededRandom, sample: unknown, required: boolean): unknown {
  if (sample === undefined) return random.pick([null, {}, [], '', 0, false, { stack: 's' }, huge, ...nowhere]);
  const acts = [wrongWhole, extraKey, wrongLeaf, wrongLeaf, wrongLeaf, ...(required ? [missingKey] : [])] as const;
  return random.pick([acts[0], ...acts.slice(1)])(random, sample);
}

function wrongWhole(random: SeededRandom): unknown {
  return random.pick([undefined, null, 'text', huge, 7, true, ...nowhere]);
}

function extraKey(random: SeededRandom, sample: unknown): unknown {
  const key = random.pick([...prototypeKeys, '', 'path', 'trigger', 'limit', 'home', huge.slice(0, 5000)]);
  const value = random.pick([1, null, '/etc', { polluted: true }, ...nowhere]);
  // Defined, not assigned: `__proto__` too is then a key like any other, as structured clone makes it.
  return Object.defineProperty(Object.fromEntries(fieldsOf(sample)), key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function fieldsOf(sample: unknown): [string, unknown][] {
  return typeof sample === 'object' && sample !== null ? Object.entries(sample) : [];
}

function missingKey(random: SeededRandom, sample: unknown): unknown {
  const entries = fieldsOf(sample);
  if (entries.length === 0) return null;
  const gone = Math.floor(random.next() * entries.length);
  return Object.fromEntries(entries.filter((_, at) => at !== gone));
}

function wrongLeaf(random: SeededRandom, sample: unknown): unknown {
  const entries = fieldsOf(sample);
  if (entries.length === 0) return wrongWhole(random);
  const at = Math.floor(random.next() * entries.length);
  return Object.fromEntries(entries.map(([key, value], n) => [key, n === at ? wrongValue(random, key, value) : value]));
}

function wrongValue(random: SeededRandom, key: string, value: unknown): unknown {
  const always = [...nowhere, { value: 'x' }, Symbol.iterator.toString().repeat(1000)] as const;
  const none = nullable.includes(key) ? [] : [null];
  if (typeof value === 'boolean') return random.pick([0, 1, 'true', [], ...none, ...always]);
  if (typeof value === 'number') return random.pick([-1, 20, 1.5, '3', true, 2 ** 53, -0.5, ...none, ...always]);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const wrongItem = [wrongValue(random, '', items[0])];
    const tooMany = Array.from({ length: 1001 }, () => items[0]);
    return random.pick([wrongItem, [...items, ...wrongItem], tooMany, {}, '', items[0], ...none, ...always]);
  }
  if (words.includes(key)) {
    const word = String(value);
    return random.pick([
      word.toUpperCase(),
      `${word} `,
      '',
      'scheduled',
      'pre-rollback',
      '__proto__',
      3,
      [word],
      ...always,
    ]);
  }
  const text = String(value);
  const wrongToken = text.length === 32 ? ['a'.repeat(31), 'a'.repeat(33), '', '/etc/passwd'] : [];
  return random.pick([huge, 7, true, {}, [text], ...wrongToken, ...none, ...always]);
}

import type { SeededRandom } from '../random.ts';

/** The files of a pack by their paths in it. */
export type Files = ReadonlyMap<string, Buffer>;

/** What happens to a pack's files: what they hold afterwards, null for one that is gone. Never what they held. */
export interface Damage {
  readonly what: string;
  readonly files: ReadonlyMap<string, Buffer | null>;
}

interface Spot {
  readonly at: number;
  readonly run: number;
  readonly random: SeededRandom;
}

const below = (random: SeededRandom, limit: number): number => Math.floor(random.next() * limit);
const runs = [1, 16, 512, 4096] as const;

function flipped(original: Buffer, { at, random }: Spot): Buffer {
  const copy = Buffer.from(original);
  copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
  return copy;
}

/** Two pieces of the same length change places. */
function shuffled(original: Buffer, { run, random }: Spot): Buffer {
  const [half, length] = [original.length >> 1, Math.min(run, original.length >> 2)];
  const first = below(random, half - length + 1);
  const second = half + below(random, half - length + 1);
  return Buffer.concat([
    original.subarray(0, first),
    original.subarray(second, second + length),
    original.subarray(first + length, second),
    original.subarray(first, first + length),
    original.subarray(second + length),
  ]);
}

const changes: Readonly<Record<string, (original: Buffer, spot: Spot) => Buffer>> = {
  flip: flipped,
  cut: (original, { at }) => original.subarray(0, at),
  zeros: (original, { at, run }) => Buffer.from(original).fill(0, at, at + run),
  append: (original, { at, run }) => Buffer.concat([original, original.subarray(at, at + run)]),
  'append zeros': (original, { run }) => Buffer.concat([original, Buffer.alloc(run)]),
  'swap pieces': shuffled,
  'drop a piece': (original, { at, run }) => Buffer.concat([original.subarray(0, at), original.subarray(at + run)]),
};

const kinds = [
  ...(['flip', 'flip', 'flip', 'cut', 'zeros', 'append', 'append zeros'] as const),
  ...(['swap pieces', 'drop a piece', 'swap', 'copy over', 'gone'] as const),
] as const;

/** One damage of one or two of these files, the same for the same random source. */
export function damageOf(files: Files, random: SeededRandom): Damage {
  for (;;) {
    const damage = tryDamage(files, random);
    const isNone = [...damage.files].every(([name, content]) => content?.equals(files.get(name) ?? Buffer.alloc(0)));
    if (!isNone) return damage;
  }
}

function tryDamage(files: Files, random: SeededRandom): Damage {
  const names = [...files.keys()];
  const name = names[below(random, names.length)] ?? '';
  const other = names[below(random, names.length)] ?? '';
  const [original, others] = [files.get(name) ?? Buffer.alloc(0), files.get(other) ?? Buffer.alloc(0)];
  const kind = random.pick(kinds);
  const change = changes[kind];
  if (change !== undefined) {
    const at = below(random, original.length);
    const run = Math.min(random.pick(runs), original.length - at);
    return { what: kind, files: new Map([[name, change(original, { at, run, random })]]) };
  }
  if (kind === 'gone') return { what: kind, files: new Map([[name, null]]) };
  const copied = [[name, others] as const];
  return { what: kind, files: new Map(kind === 'swap' ? [...copied, [other, original] as const] : copied) };
}

import { everyHostileArchive } from '../../hostile/archives.ts';
import { hostilePacks } from '../../hostile/hostile-packs.ts';
import { hostilePackFault, importFault } from '../../hostile/import-fault.ts';
import { type Lane, openLane } from '../../hostile/lanes.ts';
import { composeFault } from './compose.ts';
import { composeCases } from './compose-files.ts';
import { extractCorpus, fuzzExtraction } from './fuzz.ts';

/** 200,000 mutations in the 200 rounds of the full form. */
const mutationsPerRound = 1000;
/** With fewer rounds than this, one import of `wholeCorpus / rounds` is tried. */
const wholeCorpus = 100;

interface Import {
  readonly name: string;
  readonly fault: (lane: Lane) => Promise<string | null>;
}

/** Every part, one closing line each. Resolves to whether everything hostile was refused and nothing came of it. */
export async function hostileSuite(rounds: number, seed: number, say: (line: string) => void): Promise<boolean> {
  let broken = 0;
  const wrong = (faults: readonly string[]): string => {
    for (const fault of faults.slice(0, 10)) say(`  FAILED: ${fault}`);
    broken += faults.length;
    return `${faults.length} wrong`;
  };
  // First, because the memory of this process is looked at: bombs and compose files leave it what they are made of.
  const count = await fuzzExtraction(rounds * mutationsPerRound, seed);
  const codes = Object.entries(count.refused).map(([code, times]) => `${times} × ${code}`);
  say(
    `${count.rounds} mutations: ${codes.join(', ')}, ${count.taken} in order; at most ${count.peakMiB.toFixed(0)} MiB and ${count.slowestMs.toFixed(0)} ms: ${wrong(count.faults)}`,
  );
  const compose = composeCases.flatMap((one) => composeFault(one)?.replace(/^/u, `${one.name}: `) ?? []);
  say(`${composeCases.length} compose files: ${wrong(compose)}`);
  const corpus = await extractCorpus();
  say(`${corpus.tried} archives extracted: ${wrong(corpus.faults)}`);
  const stride = Math.max(1, Math.round(wholeCorpus / rounds));
  const { tried, faults } = await importAll(stride, seed);
  say(`${tried} imports by the command: ${wrong(faults)}`);
  return broken === 0;
}

/** One of `stride` archives and packs, by two processes at a time. */
async function importAll(
  stride: number,
  seed: number,
): Promise<{ readonly tried: number; readonly faults: readonly string[] }> {
  await using maker = await openLane();
  const pack = await maker.backUp();
  const all: Import[] = [
    ...everyHostileArchive.map((archive) => ({
      name: `${archive.name} (${archive.file})`,
      fault: async (lane: Lane) => importFault(lane, archive),
    })),
    ...hostilePacks.map(([what, code, spoil]) => ({
      name: `a pack ${what}`,
      fault: async (lane: Lane) => hostilePackFault(lane, pack, code, spoil),
    })),
  ];
  const queue = all.filter((_, at) => at % stride === seed % stride);
  const tried = queue.length;
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    await using lane = await openLane();
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const fault = await next.fault(lane);
      if (fault !== null) faults.push(`${next.name}: ${fault}`);
    }
  };
  await Promise.all([work(), work()]);
  return { tried, faults };
}

import { rot, type RotCount } from './campaign.ts';
import { packForms } from './packs.ts';

/** 10,000 in the 200 rounds of the full form. */
const damagesPerRound = 50;

/** Damages packs of every form, 50 times a round. Resolves to whether each damage was found and its file named. */
export async function bitrotSuite(rounds: number, seed: number, say: (line: string) => void): Promise<boolean> {
  const share = Math.ceil((rounds * damagesPerRound) / packForms.length);
  let found = true;
  for (const [at, form] of packForms.entries()) {
    const count = await rot(form, share, seed + at * share);
    for (const fault of count.faults.slice(0, 10)) say(`  FAILED: ${fault}`);
    say(`${form.name}: ${counted(count)}`);
    found &&= count.faults.length === 0;
  }
  return found;
}

function counted({ damages, of, files, faults }: RotCount): string {
  const list = Object.entries(of).map(([kind, count]) => `${count} × ${kind}`);
  return `${damages} damages in ${files} files (${list.join(', ')}): ${damages - faults.length} found and named, ${faults.length} wrong`;
}

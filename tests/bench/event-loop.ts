import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { lifeboat } from './lifeboat.ts';
import type { LoopDelay } from './loop-delay.ts';
import { timed } from './timed.ts';

const answer = z.object({ p99: z.number(), max: z.number() });

/** Event-loop delay of a process that backs a folder up through the engine. */
export async function measureEventLoop(source: string, work: string): Promise<LoopDelay> {
  const place = join(work, 'event-loop');
  await mkdir(place);
  const home = join(place, 'home');
  await lifeboat(home, ['stack', 'add', '--folder', source, '--name', 'bench', '--storage', join(place, 'storage')]);
  const { stdout } = await timed([process.execPath, join(import.meta.dirname, 'loop-delay.ts'), home, 'bench']);
  await rm(place, { recursive: true });
  return answer.parse(JSON.parse(stdout));
}

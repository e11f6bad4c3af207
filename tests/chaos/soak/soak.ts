import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { startComposeStack } from '../../support/compose-stack.ts';
import { docker } from '../../support/docker-engine.ts';
import { busyboxImage } from '../../support/images.ts';
import { lifeboat, volumePath } from '../../support/lifeboat.ts';
import { tempHome } from '../../support/temp-home.ts';
import { protect } from '../arena.ts';
import { growth, type Reading } from './readings.ts';

/** Writes into the volume that is backed up, as fast as it can, and ends at once on SIGTERM. */
const compose = `
version: "3.8"
services:
  app:
    image: ${busyboxImage}
    command: ["sh", "-c", "trap 'exit 0' TERM; n=0; while :; do n=$$((n+1)); head -c 20000 /dev/urandom > /data/$$((n%50)); sleep 0.02 & wait $$!; done"]
    volumes: ["data:/data"]
volumes: { data: {} }
`;

export interface SoakOutcome {
  readonly cycles: number;
  readonly first: Reading;
  readonly last: Reading;
  readonly faults: readonly string[];
}

const readingSchema = z.object({ rssBytes: z.number(), heapBytes: z.number(), descriptors: z.number() });
/** Fewer would show no growth. */
const fewestCycles = 9;

/** One process backs up, verifies and rolls back a stack under write load for so long, and holds no more in the end. */
export async function soak(host: string, durationMs: number): Promise<SoakOutcome> {
  await using stack = await startComposeStack({ host, compose });
  await using home = await tempHome();
  const data = await volumePath(host, `${stack.project}_data`);
  await writeFile(join(data, 'large'), randomBytes(4 << 20));
  await protect(lifeboat(home.path, { DOCKER_HOST: host }), stack, home);
  const script = fileURLToPath(new URL('soaker.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', '--disable-warning=ExperimentalWarning', script, home.path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, DOCKER_HOST: host, LIFEBOAT_SECRETS: 'key-file' },
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const readings: Reading[] = [];
  try {
    await lines.next();
    const end = performance.now() + durationMs;
    while (performance.now() < end || readings.length < fewestCycles) {
      child.stdin.write('\n');
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`cycle ${readings.length + 1} failed`);
      readings.push(readingSchema.parse(JSON.parse(value)));
    }
    const exit = once(child, 'exit');
    child.stdin.end();
    await exit;
  } finally {
    child.kill('SIGKILL');
  }
  const running = (await stack.container('app')).State.Running;
  const helpers = await docker(host, 'ps', '--all', '--quiet', '--filter', 'label=lifeboat.job');
  const [first] = readings;
  const last = readings.at(-1);
  if (first === undefined || last === undefined) throw new Error('no cycle');
  const faults = [
    ...growth(readings),
    ...(running ? [] : ['the service does not run']),
    ...(helpers.trim() === '' ? [] : ['helper containers are left']),
    ...(child.exitCode === 0 ? [] : [`the process ended with ${child.exitCode ?? child.signalCode}`]),
  ];
  return { cycles: readings.length, first, last, faults };
}

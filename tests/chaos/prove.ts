import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '../support/temp-folder.ts';
import { plant } from './planted/plant.ts';
import type { Planted } from './planted/planted.ts';
import { proofs } from './planted/proofs.ts';

/** A gate that hangs on a fault has not noticed it. */
const longestRunMs = 1_200_000;
const root = join(import.meta.dirname, '../..');

/** What `main.ts` exits with. */
export const exitCodes = { kept: 0, broken: 1, couldNotRun: 2 } as const;

/**
 * A gate that cannot fail proves nothing: each is run on this tree, where it has to be green, and on copies of it with
 * one planted fault each, where it has to be red. `only`: one gate; null: all. Resolves to whether all were as they
 * have to be.
 */
export async function prove(only: string | null, seed: number, say: (line: string) => void): Promise<boolean> {
  let isProven = true;
  for (const [suite, { proveRounds, planted }] of Object.entries(proofs)) {
    if (only !== null && only !== suite) continue;
    const args = ['--suite', suite, '--rounds', String(proveRounds), '--seed', String(seed)];
    const expectEnd = async (tree: string, code: number, what: string): Promise<void> => {
      const end = await runGate(tree, args);
      const isRight = end.code === code;
      isProven &&= isRight;
      say(`${isRight ? 'ok    ' : 'FAILED'}  ${suite}: ${what}: ${colours[end.code] ?? `ended with ${end.code}`}`);
      const said = end.output.trimEnd().split('\n');
      for (const line of isRight ? said.filter((text) => text.includes('FAILED')).slice(0, 1) : said.slice(-20))
        say(`          ${line.trim().slice(0, 240)}`);
    };
    await expectEnd(root, exitCodes.kept, 'nothing planted');
    for (const fault of planted) {
      await using copy = await plantedTree(fault);
      await expectEnd(copy.path, exitCodes.broken, fault.what);
    }
  }
  return isProven;
}

const colours: Readonly<Record<number, string>> = {
  [exitCodes.kept]: 'green',
  [exitCodes.broken]: 'red',
  [exitCodes.couldNotRun]: 'it could not run',
};

/** A copy of the tree as it stands, with the fault in it. */
async function plantedTree(fault: Planted): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await tempFolder();
  const list = await promisify(execFile)('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 64 << 20,
  });
  const files = list.stdout.split('\0').filter((file) => file !== '' && !file.startsWith('docs/screens/'));
  for (const file of files) {
    await mkdir(dirname(join(folder.path, file)), { recursive: true });
    await cp(join(root, file), join(folder.path, file));
  }
  await symlink(join(root, 'node_modules'), join(folder.path, 'node_modules'));
  const target = join(folder.path, fault.file);
  await writeFile(target, plant(await readFile(target, 'utf8'), fault));
  return folder;
}

async function runGate(tree: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  const main = join(tree, 'tests/chaos/main.ts');
  const child = spawn(process.execPath, [...process.execArgv, main, ...args], {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  await once(child, 'close');
  return { code: child.exitCode ?? -1, output };
}

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type CliEnd, runCli } from '../support/cli.ts';
import { tempHome } from '../support/temp-home.ts';
import { listTree } from '../support/tree-listing.ts';

/** What one import came to. */
export interface Import {
  readonly end: CliEnd;
  /** Largest resident memory of the process, in MiB. */
  readonly memoryMiB: number;
  /** CPU time, which a busy machine does not make longer; the command's end is limited by `runCli`. */
  readonly seconds: number;
}

/** An installation of its own with one folder stack, `shop`, that imports one thing after another. */
export interface Lane extends AsyncDisposable {
  /** A new place for a file or folder to be imported. */
  place(name: string): Promise<string>;
  importPath(path: string): Promise<Import>;
  /** Backs the stack up; resolves with the pack's path. */
  backUp(): Promise<string>;
  /** Everything outside Lifeboat's own state: the storage, the application, canaries around them. */
  outside(): Promise<string[]>;
  /** Takes back what an import added. */
  tidy(): Promise<void>;
  readonly storage: string;
}

// Written when the process ends, whatever ended it inside. The kernel's own peak: `resourceUsage` would count what
// the parent had in memory when it started this process.
const usageProbe = `data:text/javascript,import{readFileSync,writeFileSync}from'node:fs';process.on('exit',()=>{const{user,system}=process.cpuUsage();writeFileSync(process.env.USAGE_FILE,readFileSync('/proc/self/status')+'Cpu:'+(user+system))})`;

/** Makes the stack by the command line, as everything else in a lane is done. */
export async function openLane(): Promise<Lane> {
  const home = await tempHome();
  const at = (name: string) => join(home.beside, name);
  for (const folder of ['app', 'storage', 'imports', 'canary']) await mkdir(at(folder));
  await writeFile(at('app/file'), 'live data');
  await writeFile(at('canary/file'), 'canary');
  await writeFile(at('storage/evil'), 'canary');
  const options = ['--folder', at('app'), '--name', 'shop', '--storage', at('storage'), '--json'];
  const added = await runCli(['stack', 'add', ...options], { home: home.path });
  if (added.code !== 0) throw new Error(`the stack cannot be made: ${added.stdout}${added.stderr}`);
  const usageFile = join(home.path, 'usage');
  let places = 0;
  return {
    storage: at('storage'),
    async place(name) {
      places += 1;
      await mkdir(at(`imports/${places}`));
      return at(`imports/${places}/${name}`);
    },
    async importPath(path) {
      const env = { NODE_OPTIONS: `--import=${usageProbe}`, USAGE_FILE: usageFile };
      const end = await runCli(['import', path, '--stack', 'shop', '--json'], {
        home: home.path,
        env,
        limitMs: 60_000,
      });
      const usage = await readFile(usageFile, 'utf8');
      const memoryMiB = Number(/^VmHWM:\s+(\d+) kB$/mu.exec(usage)?.[1]) / 1024;
      return { end, memoryMiB, seconds: Number(/^Cpu:(\d+)$/mu.exec(usage)?.[1]) / 1e6 };
    },
    async backUp() {
      const { stdout } = await runCli(['backup', 'shop', '--json'], { home: home.path });
      return z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
    },
    async outside() {
      const lines: string[] = [];
      for (const folder of ['app', 'canary', 'storage']) lines.push(...(await listTree(at(folder))));
      // Work folders come and go; whether one is left is looked at by the tests.
      return lines.filter((line) => !/^\.\/shop(?:\/_tmp)?\t/u.test(line)).map(withoutFolderTimes);
    },
    async tidy() {
      await rm(at('imports'), { recursive: true });
      await mkdir(at('imports'));
    },
    [Symbol.asyncDispose]: async () => home[Symbol.asyncDispose](),
  };
}

/** A folder's time changes with what is made in it and removed again. */
function withoutFolderTimes(line: string): string {
  const fields = line.split('\t');
  return fields[1] === 'directory' ? fields.toSpliced(5, 1).join('\t') : line;
}

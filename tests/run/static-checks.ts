import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { expectCommand, runCommand } from '../support/command.ts';
import { lockFileFaults, sourceFaults, unseenFaults } from './source-rules.ts';

/** A check that reads the tree and runs nothing of it. Resolves with what is wrong: empty when all is well. */
export interface StaticCheck {
  readonly name: string;
  run(): Promise<string>;
}

const root = join(import.meta.dirname, '../..');

export const staticChecks: readonly StaticCheck[] = [
  { name: 'format', run: () => tool('@biomejs/biome/bin/biome', 'format', '.') },
  { name: 'types', run: () => tool('typescript/bin/tsc', '-b') },
  { name: 'lint', run: () => tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings') },
  { name: 'layers', run: layers },
  { name: 'unused', run: () => tool('knip/bin/knip.js', '--treat-config-hints-as-errors') },
  { name: 'unused-in-product', run: () => tool('knip/bin/knip.js', '--production') },
  { name: 'sources', run: sources },
  { name: 'error-table', run: () => node('build/errors-doc.ts', '--check') },
  { name: 'lock-file', run: async () => lockFileFaults(await text('package-lock.json')).join('\n') },
];

/** Runs a package's program with this Node; resolves with its output when it fails. */
function tool(program: string, ...args: readonly string[]): Promise<string> {
  return node(join('node_modules', program), ...args);
}

async function node(script: string, ...args: readonly string[]): Promise<string> {
  const end = await runCommand(process.execPath, [join(root, script), ...args], { cwd: root });
  return end.code === 0 ? '' : end.output.trim() || `ended with ${end.code}`;
}

const cruise = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** The exit code is not enough: without a parser that suits, dependency-cruiser cruises nothing and is content. */
async function layers(): Promise<string> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const files = await sourceFiles();
  const folders = [...new Set(files.map((path) => path.slice(0, path.indexOf('/'))))];
  const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', '--', ...folders];
  const end = await runCommand(process.execPath, [program, ...args], { cwd: root });
  const found = cruise.safeParse(end.stdout === '' ? null : JSON.parse(end.stdout));
  if (!found.success) return end.output.trim();
  const { modules, summary } = found.data;
  return [
    ...summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`),
    ...unseenFaults(
      'dependency-cruiser',
      files,
      modules.map(({ source }) => source),
    ),
  ].join('\n');
}

async function sources(): Promise<string> {
  const files = await sourceFiles();
  const faults = await Promise.all(files.map(async (path) => sourceFaults(path, await text(path))));
  return faults.flat().join('\n');
}

/** Every TypeScript file in a folder of ours that git has or would take. */
async function sourceFiles(): Promise<string[]> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', '*/*.ts', '*/*.tsx'];
  return (await expectCommand('git', args, { cwd: root })).split('\n').filter((path) => path !== '');
}

function text(path: string): Promise<string> {
  return readFile(join(root, path), 'utf8');
}

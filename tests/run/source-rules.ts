// Rules about files that no linter of ours covers. Pure: the texts come in, the faults come out.

import { z } from 'zod';

const longestFile = 400;

/** A comment that turns a rule off, also behind code on the same line. */
const silencer =
  /(?:^|\s)(?:\/\/|\/?\*)\s*(?:(?:oxlint|eslint|knip)-|biome-ignore|@ts-(?:ignore|nocheck|expect-error))/;

/** Faults of one source file, as sentences. */
export function sourceFaults(path: string, text: string): string[] {
  const faults: string[] = [];
  const lines = text.replace(/\n$/, '').split('\n');
  if (lines.length > longestFile) faults.push(`${path}: ${lines.length} lines, at most ${longestFile}`);
  lines.forEach((line, at) => {
    if (silencer.test(line)) faults.push(`${path}:${at + 1}: silences a rule`);
  });
  return faults;
}

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ resolved: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).default({}) }),
  ),
});

/** The lock file installs with `npm ci` from whatever registry npm is set to: no address, and no package left out. */
export function lockFileFaults(text: string): string[] {
  const { packages } = lockFile.parse(JSON.parse(text));
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies }]) => [
    ...(resolved === undefined ? [] : [`${path}: names where it was downloaded`]),
    ...Object.keys(optionalDependencies)
      .filter((name) => !resolutionPaths(path, name).some((at) => at in packages))
      .map((name) => `${path}: ${name} is missing (node build/complete-lock.mjs adds it)`),
  ]);
}

/** Where npm may put `name` for the package at `path`: inside it, or beside it or any package around it. */
function resolutionPaths(path: string, name: string): string[] {
  const paths = [`node_modules/${name}`];
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    paths.push(`${at}/node_modules/${name}`);
  }
  return paths;
}

/** Source files that a tool did not look at; a tool that silently sees nothing finds nothing wrong. */
export function unseenFaults(tool: string, sources: readonly string[], seen: readonly string[]): string[] {
  const known = new Set(seen);
  return sources.filter((path) => !known.has(path)).map((path) => `${path}: not looked at by ${tool}`);
}

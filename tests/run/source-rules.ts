// Rules about files that no linter of ours covers. Pure: the texts come in, the faults come out.

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

/** The lock file installs from whatever registry npm is set to: it names no host. */
export function lockFileFaults(text: string): string[] {
  const faults: string[] = [];
  text.split('\n').forEach((line, at) => {
    if (/"resolved":|:\/\/[^"]*\.tgz/.test(line)) {
      faults.push(`package-lock.json:${at + 1}: names a registry: ${line.trim()}`);
    }
  });
  return faults;
}

/** Source files that a tool did not look at; a tool that silently sees nothing finds nothing wrong. */
export function unseenFaults(tool: string, sources: readonly string[], seen: readonly string[]): string[] {
  const known = new Set(seen);
  return sources.filter((path) => !known.has(path)).map((path) => `${path}: not looked at by ${tool}`);
}

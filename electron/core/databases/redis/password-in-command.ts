const flag = '--requirepass';
const inText = /--requirepass[\s=]+(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>\S+))/u;

/** The password that a container's command gives its Redis server, the usual place for it; null when there is none. */
export function passwordInCommand(command: readonly string[]): string | null {
  const at = command.indexOf(flag);
  if (at >= 0) return command[at + 1] ?? null;
  for (const text of command) {
    const groups = inText.exec(text)?.groups;
    const found = groups?.['double'] ?? groups?.['single'] ?? groups?.['bare'];
    // A variable of the container is read there.
    if (found !== undefined) return found.startsWith('$') ? null : found;
  }
  return null;
}

import { Argument, type Command } from 'commander';
import { resolve } from 'node:path';
import type { Shell } from './shell.ts';

/** What every verb's options hold. */
export interface Common {
  readonly json?: boolean;
}

/** A verb below `parent`, with what all of them take. */
export function verb(parent: Command, shell: Shell, name: string, description: string): Command {
  return parent.command(name).description(description).option('--json', shell.words.text('help.option.json'));
}

/** May be left out: `chooseBackup` asks then. */
export function backupArgument(shell: Shell): Argument {
  return new Argument('[BACKUP]', shell.words.text('help.argument.backup'));
}

/** Must be given. */
export function stackArgument(shell: Shell): Argument {
  return new Argument('<STACK>', shell.words.text('help.argument.stack'));
}

/** Collects an option that may be given again. */
export function repeated(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** A path of the command line as an absolute one. */
export function absolute(shell: Shell, path: string): string {
  return resolve(shell.terminal.workingDirectory, path);
}

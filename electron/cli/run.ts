import { CommanderError } from 'commander';
import { createTranslator } from '../../shared/i18n.ts';
import { type ExitCode, exitCode } from '../../shared/exit-codes.ts';
import { languageOf } from '../../shared/language.ts';
import { reportOf } from '../core/errors.ts';
import { buildProgram } from './commands.ts';
import { printError } from './output.ts';
import { createPaint } from './paint.ts';
import { createShell, type OpenEngine } from './shell.ts';
import type { Terminal } from './terminal.ts';
import { usageError } from './usage-error.ts';
import { createWords } from './words.ts';

/** One run of the command line from its arguments to its exit code. Never throws. */
export async function runCli(argv: readonly string[], terminal: Terminal, openEngine: OpenEngine): Promise<ExitCode> {
  const words = createWords(
    createTranslator(languageOf(terminal.env)),
    createPaint(terminal.stdout, terminal.env),
    terminal.clock,
  );
  const shell = createShell(terminal, words, openEngine);
  const release = terminal.onStall(() => {
    printError(terminal, words, { code: 'JOB_INTERRUPTED', params: {} }, argv.includes('--json'));
  });
  try {
    await buildProgram(shell).parseAsync([...argv], { from: 'user' });
    return shell.exit;
  } catch (error) {
    // The parser throws for --help and --version too, after it has printed them.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCode.done;
    const known = error instanceof CommanderError ? usageError(error, words) : error;
    return printError(terminal, words, reportOf(known), argv.includes('--json'));
  } finally {
    release();
  }
}

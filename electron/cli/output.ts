import { type ErrorReport, errorTable } from '../../shared/errors.ts';
import type { ExitCode } from '../../shared/exit-codes.ts';
import type { Answer } from './answer.ts';
import { createPaint } from './paint.ts';
import type { Terminal } from './terminal.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** Prints a command's answer on stdout: one JSON document, or its lines. */
export function printAnswer(terminal: Terminal, answer: Answer, json: boolean): void {
  terminal.stdout.write(json ? document(answer.json) : answer.lines.map((line) => `${line}\n`).join(''));
}

/** Prints an error (what happened, what to do, its code) and returns what the process ends with. */
export function printError(terminal: Terminal, words: Words, report: ErrorReport, json: boolean): ExitCode {
  const { code, message, action } = words.translator.error(report, terminal.clock());
  if (json) {
    terminal.stdout.write(document({ error: { code, message, action, params: report.params } }));
  } else {
    const paint = createPaint(terminal.stderr, terminal.env);
    const lines = [paint.alarm(visible(message)), visible(action), paint.quiet(words.text('cli.error.code', { code }))];
    terminal.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }
  return errorTable[report.code].exit;
}

function document(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

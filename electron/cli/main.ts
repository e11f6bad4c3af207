#!/usr/bin/env node
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { exitCode } from '../../shared/exit-codes.ts';
import { createTranslator } from '../../shared/i18n.ts';
import { languageOf } from '../../shared/language.ts';
import { systemClock } from '../core/clock.ts';
import { createEngine } from '../core/engine.ts';
import { createPrompts } from './prompts.ts';
import { runCli } from './run.ts';
import type { Terminal } from './terminal.ts';

// A process whose work stalls ends by itself when nothing is left to wait for, and must not look like success.
process.exitCode = exitCode.failed;

// A reader that has gone (`lifeboat list | head -1`, a closed terminal) is no reason to stop the work.
const readerGone = ['EPIPE', 'EIO'];
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!readerGone.includes(error.code ?? '')) throw error;
  });
}

const interactive = process.stdin.isTTY && process.stderr.isTTY;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// Whatever nobody caught is a fault of this program, and no reason to leave an application stopped: it ends as
// if it had been interrupted, after what runs has put its services back.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.emit('SIGTERM');
});

const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  // npm runs scripts in the package's folder and leaves the caller's in INIT_CWD.
  workingDirectory: (process.env['npm_lifecycle_event'] === 'lifeboat' && process.env['INIT_CWD']) || process.cwd(),
  clock: systemClock,
  prompts: interactive
    ? createPrompts({ input: process.stdin, output: process.stderr }, createTranslator(languageOf(process.env)))
    : null,
  readInput: () => text(process.stdin),
  onInterrupt(listener) {
    for (const signal of signals) process.on(signal, listener);
    return () => {
      for (const signal of signals) process.off(signal, listener);
    };
  },
  onStall(listener) {
    process.once('beforeExit', listener);
    return () => process.off('beforeExit', listener);
  },
};

const home = process.env['LIFEBOAT_HOME'] || join(homedir(), '.lifeboat');
const code = await runCli(process.argv.slice(2), terminal, () => createEngine({ home, env: process.env }));
process.exitCode = code;

// All jobs have ended and the engine is closed; a read or a question that was broken off may still hold the loop.
if (code === exitCode.cancelled) process.stdout.write('', () => process.exit(code));

import type { ExitCode } from '../../../shared/exit-codes.ts';
import type { Engine } from '../../core/engine-api.ts';
import type { Prompts } from '../prompts.ts';
import { runCli } from '../run.ts';

export interface LineResult {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LineOptions {
  readonly language?: 'en' | 'zh-CN';
  readonly prompts?: Prompts;
  readonly tty?: boolean;
  readonly clock?: () => number;
  /** Given the function that stands for Ctrl-C. */
  readonly interrupt?: (press: () => void) => void;
  /** Given the function that stands for an event loop without anything left to wait for. */
  readonly stall?: (drain: () => void) => void;
  /** Hears what is on stdout so far, for runs that never end. */
  readonly heard?: (text: string) => void;
  readonly workingDirectory?: string;
  /** What standard input holds. */
  readonly input?: string;
}

/** Runs one command line through the real command tree, as a terminal would. */
export async function runLine(argv: readonly string[], engine: Engine, options: LineOptions = {}): Promise<LineResult> {
  const out = collected(options.tty === true, options.heard);
  const err = collected(options.tty === true);
  const code = await runCli(
    argv,
    {
      stdout: out.screen,
      stderr: err.screen,
      env: { LIFEBOAT_LANG: options.language ?? 'en', NO_COLOR: '1' },
      workingDirectory: options.workingDirectory ?? '/where',
      clock: options.clock ?? (() => Date.parse('2026-11-20T10:00:00.000Z')),
      prompts: options.prompts ?? null,
      readInput: () => Promise.resolve(options.input ?? ''),
      onInterrupt(listener) {
        options.interrupt?.(listener);
        return () => {};
      },
      onStall(listener) {
        options.stall?.(listener);
        return () => {};
      },
    },
    () => Promise.resolve(engine),
  );
  return { code, stdout: out.text(), stderr: err.text() };
}

function collected(tty: boolean, heard?: (text: string) => void) {
  const chunks: string[] = [];
  const screen = {
    isTTY: tty,
    columns: 100,
    write: (text: string) => {
      chunks.push(text);
      heard?.(text);
    },
  };
  return { screen, text: () => chunks.join('') };
}

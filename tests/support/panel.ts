import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Begun, CallInput, CallName, CallOutput } from '../../shared/ipc/contract.ts';
import type { Reply } from '../../shared/ipc/reply.ts';
import type { Job } from '../../shared/model/job.ts';
import { until } from './until.ts';

export interface PanelOptions {
  /** LIFEBOAT_HOME. */
  readonly home: string;
  /** For instance DOCKER_HOST. The language is English unless LANG says otherwise. */
  readonly env?: Readonly<Record<string, string>>;
  /** A packaged panel to start instead of this tree's. */
  readonly packaged?: string;
}

type InputOf<Name extends CallName> = undefined extends CallInput<Name> ? [] : [input: CallInput<Name>];

/** The real panel in real Electron, its window open. Disposal ends it: gracefully, else by force. */
export interface Panel extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** From the start of the process to a rail that can be clicked. */
  readonly readyMs: number;
  /** Errors that the page has put on its console or thrown so far. */
  readonly faults: readonly string[];
  /** Asks main as the page's scripts do. Rejects with the error's code when main refuses. */
  readonly call: <Name extends CallName>(name: Name, ...input: InputOf<Name>) => Promise<CallOutput<Name>>;
  /** Asks with anything at all; resolves with the refusal, rejects when there is none. */
  readonly refusal: (name: string, input?: unknown) => Promise<ErrorReport>;
  /** Resolves with a job at its end. */
  readonly jobEnd: (begun: Begun) => Promise<Job>;
  /** What the system's file dialog will answer from now on, without being shown; null: the operator leaves it. */
  readonly answerDialogs: (path: string | null) => Promise<void>;
  /** Ends the process as a crash would, and waits until it is gone. */
  readonly kill: () => Promise<void>;
}

const main = join(import.meta.dirname, '../../electron/desktop/main.ts');
const endLimitMs = 20_000;

/** What every start of the panel in tests has in common; `electron` is the program. */
export function panelCommand({ home, env, packaged }: PanelOptions): {
  readonly electron: string;
  readonly args: string[];
  readonly env: Record<string, string>;
} {
  const electron = packaged ?? given('LIFEBOAT_TEST_ELECTRON');
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    electron,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...(packaged === undefined ? [main] : [])],
    env: { ...Object.fromEntries(inherited), LANG: 'en_US.UTF-8', LIFEBOAT_HOME: home, ...env },
  };
}

/** Starts the panel under the suite's display (`panel-testbed.ts`). */
export async function openPanel(options: PanelOptions): Promise<Panel> {
  const started = performance.now();
  const { electron, args, env } = panelCommand(options);
  const app = await _electron.launch({ executablePath: electron, args, env });
  const child = app.process();
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    const page = await app.firstWindow();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    await page.getByRole('navigation').waitFor();
    const readyMs = performance.now() - started;
    const ask = <Value>(name: string, input: unknown): Promise<Reply<Value>> =>
      page.evaluate<Reply<Value>>(`window.lifeboat.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`);
    const call: Panel['call'] = async (name, ...input) => {
      const reply = await ask<CallOutput<typeof name>>(name, input[0]);
      if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${JSON.stringify(reply.error.params)}`);
      return reply.value;
    };
    return {
      app,
      page,
      readyMs,
      faults,
      call,
      refusal: async (name, input) => {
        const reply = await ask(name, input);
        if (reply.ok) throw new Error(`${name} was not refused: ${JSON.stringify(reply.value)}`);
        return reply.error;
      },
      jobEnd: ({ jobId }) =>
        until(`job ${jobId} ends`, async () => {
          const { job } = await call('jobs.get', { job: jobId });
          return job.endedAt === null ? null : job;
        }),
      answerDialogs: (path) =>
        app.evaluate(({ dialog }, answer) => {
          dialog.showOpenDialog = () =>
            Promise.resolve({ canceled: answer === null, filePaths: answer === null ? [] : [answer] });
        }, path),
      kill,
      [Symbol.asyncDispose]: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGTERM');
        const late = await Promise.race([ended.then(() => false), wait(endLimitMs, true, { ref: false })]);
        if (late) {
          await kill();
          throw new Error(`the panel did not end within ${endLimitMs} ms of SIGTERM`);
        }
      },
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: this runs in the e2e suite only`);
  return value;
}

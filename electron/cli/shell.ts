import { exitCode, type ExitCode } from '../../shared/exit-codes.ts';
import type { RecoveryReport } from '../../shared/model/report.ts';
import type { Engine } from '../core/engine-api.ts';
import { AppError, reportOf } from '../core/errors.ts';
import type { Answer } from './answer.ts';
import { Interruption } from './interruption.ts';
import { printAnswer, printError } from './output.ts';
import { liveDisplay, type ProgressDisplay, phaseDisplay, silentDisplay } from './progress-display.ts';
import { isPromptExit } from './prompts.ts';
import { recoveryLines } from './recovery-lines.ts';
import { createSession, type Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { waitingUpgradeLines } from './upgrade-lines.ts';
import type { Words } from './words.ts';

export type OpenEngine = () => Promise<Engine>;

export interface PerformOptions {
  readonly json?: boolean;
  /** What recovery did is this command's own answer, so it is not said beside it. */
  readonly tellsRecovery?: boolean;
  /** Says by itself what it is at, so that phases are not listed where no line can be redrawn. */
  readonly ownProgress?: boolean;
  /** Runs until a signal, which it awaits itself: that is its end, and no cancel. */
  readonly endsBySignal?: boolean;
}

/** What the verbs are given to run with. */
export interface Shell {
  readonly words: Words;
  readonly terminal: Terminal;
  /** Opens the engine, recovers, runs `body`, closes, prints; remembers the exit code. */
  perform(options: PerformOptions, body: (session: Session) => Promise<Answer>): Promise<void>;
  /** Of the last `perform`; failure as long as nothing has come to its end. */
  readonly exit: ExitCode;
}

/** The engine is opened anew by `openEngine` for every `perform`. */
export function createShell(terminal: Terminal, words: Words, openEngine: OpenEngine): Shell {
  let exit: ExitCode = exitCode.failed;
  return {
    words,
    terminal,
    get exit() {
      return exit;
    },
    async perform(options, body) {
      const json = options.json === true;
      const display = displayFor(terminal, words, json || options.ownProgress === true);
      const say = (text: string) => {
        display.clear();
        terminal.stderr.write(`${text}\n`);
      };
      let awaited = words.text('cli.interrupt.cleanup');
      const interruption = new Interruption(
        {
          first: () => say(words.text('cli.interrupt.first')),
          idle: () => say(words.text('cli.interrupt.idle')),
          again: () => say(words.text('cli.interrupt.again', { what: awaited })),
        },
        terminal.clock,
      );
      const release = terminal.onInterrupt(() => interruption.signal());
      try {
        const answer = await withEngine(openEngine, interruption, async (engine) => {
          engine.onJob((job) => {
            awaited = words.text(`words.phase.${job.progress.phase}`);
          });
          const recovery = await engine.recover();
          if (options.tellsRecovery !== true) tell(recovery, words, say);
          await tellWaiting(engine, words, say);
          if (interruption.asked) throw new AppError('JOB_CANCELLED', {});
          const session = createSession({ engine, terminal, words, json, recovery, note: say, interruption, display });
          return await (options.endsBySignal === true ? body(session) : interruption.reading(body(session)));
        });
        printAnswer(terminal, answer, json);
        const isCancelled = interruption.asked && options.endsBySignal !== true;
        exit = isCancelled ? exitCode.cancelled : (answer.exit ?? exitCode.done);
      } catch (error) {
        exit = printError(
          terminal,
          words,
          reportOf(isPromptExit(error) ? new AppError('JOB_CANCELLED', {}) : error),
          json,
        );
      } finally {
        release();
      }
    },
  };
}

/** The engine is closed before anything is printed, so that a failing close is not hidden by a good answer. */
async function withEngine(
  open: OpenEngine,
  interruption: Interruption,
  use: (engine: Engine) => Promise<Answer>,
): Promise<Answer> {
  await using stack = new AsyncDisposableStack();
  const engine = await open();
  stack.defer(() => engine.close());
  interruption.attach(engine);
  return await use(engine);
}

function displayFor(terminal: Terminal, words: Words, silent: boolean): ProgressDisplay {
  if (terminal.stderr.isTTY === true && terminal.env['TERM'] !== 'dumb')
    return liveDisplay(terminal.stderr, words, terminal.clock);
  return silent ? silentDisplay : phaseDisplay(terminal.stderr, words);
}

/** An upgrade that nobody follows any more has a promise that its operator must hear of. */
async function tellWaiting(engine: Engine, words: Words, say: (text: string) => void): Promise<void> {
  const upgrades = (await engine.upgrades()).filter(({ endedAt }) => endedAt === null);
  if (upgrades.length === 0) return;
  const held = new Set((await engine.stacks()).flatMap(({ id, openJob }) => (openJob === null ? [] : id)));
  for (const line of waitingUpgradeLines(upgrades, held, words)) say(line);
}

function tell(recovery: RecoveryReport, words: Words, say: (text: string) => void): void {
  for (const line of recoveryLines(recovery, words)) say(line);
}

import type { Translator } from '../../shared/i18n.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Questions to a person at a terminal. Ctrl-C rejects with an error named `ExitPromptError`. */
export interface Prompts {
  choose(question: string, choices: readonly Choice[]): Promise<string>;
  /** Asks until exactly `expected` was typed; `wrong` is said otherwise. */
  typeExactly(question: string, expected: string, wrong: string): Promise<void>;
  /** `no` is the answer of an empty line. `signal` takes the question away; then it rejects. */
  agree(question: string, signal?: AbortSignal): Promise<boolean>;
  /** What is typed is not shown. */
  secret(question: string): Promise<string>;
}

interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

// Loaded when a question is asked: most commands ask none, and every start would pay for it.
const library = async () => import('@inquirer/prompts');

/** Questions go to stderr: stdout is for the answer of the command. */
export function createPrompts(streams: Streams, { text }: Translator): Prompts {
  const theme = { style: { keysHelpTip: () => text('cli.ask.keys') } };
  return {
    choose: async (question, choices) =>
      (await library()).select(
        {
          message: question,
          choices: choices.map(({ value, label }) => ({ value, name: label })),
          pageSize: 12,
          loop: false,
          theme,
        },
        streams,
      ),
    async typeExactly(question, expected, wrong) {
      await (await library()).input({ message: question, validate: (typed) => typed === expected || wrong }, streams);
    },
    agree: async (question, signal) =>
      (await library()).confirm(
        { message: question, default: false, transformer: (yes) => text(yes ? 'cli.ask.yes' : 'cli.ask.no') },
        signal === undefined ? streams : { ...streams, signal },
      ),
    secret: async (question) => (await library()).password({ message: question, mask: true }, streams),
  };
}

/** Whether a question was ended by Ctrl-C or by the end of the input. */
export function isPromptExit(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}

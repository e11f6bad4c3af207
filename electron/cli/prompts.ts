import { confirm, input, select } from '@inquirer/prompts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Questions to a person at a terminal. Ctrl-C rejects with an error named `ExitPromptError`. */
export interface Prompts {
  choose(question: string, choices: readonly Choice[]): Promise<string>;
  /** Asks until exactly `expected` was typed; `wrong` is said otherwise. */
  typeExactly(question: string, expected: string, wrong: string): Promise<void>;
  /** `no` is the answer of an empty line. */
  agree(question: string): Promise<boolean>;
}

/** Questions go to stderr: stdout is for the answer of the command. */
export function createPrompts(streams: {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}): Prompts {
  return {
    choose: (question, choices) =>
      select(
        {
          message: question,
          choices: choices.map(({ value, label }) => ({ value, name: label })),
          pageSize: 12,
          loop: false,
        },
        streams,
      ),
    async typeExactly(question, expected, wrong) {
      await input({ message: question, validate: (typed) => typed === expected || wrong }, streams);
    },
    agree: (question) => confirm({ message: question, default: false }, streams),
  };
}

/** Whether a question was ended by Ctrl-C or by the end of the input. */
export function isPromptExit(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}

import type { Session } from '../session.ts';

type StepName = 'sample' | 'backup' | 'verify' | 'damage' | 'plan' | 'rollback' | 'prove';

/** Prints the story while it happens; silent with `--json`. */
export interface Tale {
  line(text?: string): void;
  step(name: StepName): void;
  fact(text: string): void;
  good(text: string): void;
  bad(text: string): void;
}

/** Numbers its steps from 1. */
export function createTale({ terminal, words, json }: Session): Tale {
  const { paint, text } = words;
  let number = 0;
  const line = (said = '') => {
    if (!json) terminal.stdout.write(`${said}\n`);
  };
  return {
    line,
    step(name) {
      number += 1;
      line();
      line(`${paint.quiet(String(number))}  ${paint.strong(text(`story.step.${name}`))}`);
    },
    fact: (said) => line(`   ${said}`),
    good: (said) => line(`   ${paint.good('✓')} ${said}`),
    bad: (said) => line(`   ${paint.alarm('✗')} ${said}`),
  };
}

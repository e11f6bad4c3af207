import { styleText } from 'node:util';
import type { Screen } from './terminal.ts';

export interface Paint {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly attention: (text: string) => string;
  readonly alarm: (text: string) => string;
}

/** Colours for a terminal; plain text for anything else, for NO_COLOR and for a dumb terminal. */
export function createPaint(screen: Screen, env: Readonly<Record<string, string | undefined>>): Paint {
  const coloured = screen.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    coloured ? styleText(format, text, { validateStream: false }) : text;
  return {
    strong: style('bold'),
    quiet: style('dim'),
    good: style('green'),
    attention: style('yellow'),
    alarm: style('red'),
  };
}

import type { StackView } from '../../../shared/model/view.ts';
import type { LightState } from '../../ui/light.tsx';
import type { Words } from '../../words.tsx';
import { stackLight } from '../../../shared/stack/stack-light.ts';
import type { Backed } from '../../../shared/stack/stack-reason.ts';

/** All stacks in one: the worst light, and the stacks that have it. */
export interface Summary {
  readonly light: LightState;
  /** Names. */
  readonly stacks: readonly string[];
  readonly total: number;
}

const worstFirst = ['alarm', 'attention', 'none', 'good'] as const satisfies readonly LightState[];

/** What one line says of all stacks. */
export function summaryOf(stacks: readonly (Backed & Pick<StackView, 'name'>)[], now: number): Summary {
  const lights = stacks.map((stack) => ({ name: stack.name, light: stackLight(stack, now) }));
  const worst = worstFirst.find((state) => lights.some(({ light }) => light === state)) ?? 'none';
  const names = lights.filter(({ light }) => light === worst).map(({ name }) => name);
  return { light: worst, stacks: names, total: stacks.length };
}

/** That line. */
export function summarySentence({ light, stacks, total }: Summary, { text }: Pick<Words, 'text'>): string {
  const [first] = stacks;
  if (first !== undefined && stacks.length === 1) return text(`panel.overview.summary.${light}`, { stack: first });
  return text(`panel.overview.summary.${light}Many`, { count: stacks.length, total });
}

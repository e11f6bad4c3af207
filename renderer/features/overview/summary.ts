import type { StackView } from '../../../shared/model/view.ts';
import type { Words } from '../../words.tsx';
import { lightName, type StackLight, stackLight, worstLight } from '../../../shared/stack/stack-light.ts';
import type { Backed } from '../../../shared/stack/stack-reason.ts';

/** All stacks in one: the worst light, and the stacks that have it. */
export interface Summary {
  readonly light: StackLight;
  /** Names. */
  readonly stacks: readonly string[];
  readonly total: number;
  /** One of these has a good backup, but one that is too old. */
  readonly overdue: boolean;
}

/** What one line says of all stacks. */
export function summaryOf(stacks: readonly (Backed & Pick<StackView, 'name'>)[], now: number): Summary {
  const lights = stacks.map((stack) => ({
    name: stack.name,
    light: stackLight(stack, now),
    overdue: lightName(stack, now) === 'overdue',
  }));
  const worst = worstLight(lights.map(({ light }) => light));
  const meant = lights.filter(({ light }) => light === worst);
  return {
    light: worst,
    stacks: meant.map(({ name }) => name),
    total: stacks.length,
    overdue: meant.some(({ overdue }) => overdue),
  };
}

/** That line. */
export function summarySentence({ light, stacks, total, overdue }: Summary, { text }: Pick<Words, 'text'>): string {
  const [first] = stacks;
  const name = overdue ? 'overdue' : light;
  if (first !== undefined && stacks.length === 1) return text(`panel.overview.summary.${name}`, { stack: first });
  return text(`panel.overview.summary.${name}Many`, { count: stacks.length, total });
}

import { type Backed, type StackReason, stackReason } from './stack-reason.ts';

/** How a stack is, in one of four; shells show each by a colour and by a shape. */
export type StackLight = 'good' | 'attention' | 'alarm' | 'none';

/** The light when there is a good backup, and when there is none. */
const lights: Readonly<Record<StackReason['kind'], readonly [backed: StackLight, bare: StackLight]>> = {
  never: ['none', 'none'],
  fresh: ['good', 'good'],
  old: ['attention', 'attention'],
  overdue: ['alarm', 'alarm'],
  night: ['attention', 'alarm'],
  half: ['attention', 'alarm'],
  stuck: ['attention', 'alarm'],
  failed: ['attention', 'alarm'],
  unusable: ['attention', 'alarm'],
  cancelled: ['alarm', 'alarm'],
};

/** A stack's light: green only for a verified backup that is young enough and that no failure has followed. */
export function stackLight(stack: Backed, now: number): StackLight {
  const [backed, bare] = lights[stackReason(stack, now).kind];
  return stack.lastGood === null ? bare : backed;
}

/** What a light is called: red for what is merely too old is not the red of nothing at all. */
export function lightName(stack: Backed, now: number): StackLight | 'overdue' {
  const isOverdue = stackReason(stack, now).kind === 'overdue' && stack.lastGood !== null;
  return isOverdue ? 'overdue' : stackLight(stack, now);
}

const worstFirst = ['alarm', 'attention', 'none', 'good'] as const satisfies readonly StackLight[];

/** The worst of all; `none` of nothing. */
export function worstLight(lights: readonly StackLight[]): StackLight {
  return worstFirst.find((state) => lights.includes(state)) ?? 'none';
}

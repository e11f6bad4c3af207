import type { Translator } from '../../shared/i18n.ts';
import type { Fault } from '../../shared/model/fault.ts';
import type { ScheduleState } from '../../shared/model/schedule.ts';
import type { StackView } from '../../shared/model/view.ts';
import { localMinute, type PauseChoice, pauseChoices } from '../../shared/schedule/pause-end.ts';
import { nextTimeWords } from '../../shared/stack/next-time.ts';
import { reasonWords } from '../../shared/stack/reason-words.ts';
import { type StackLight, stackLight, worstLight } from '../../shared/stack/stack-light.ts';
import { reasonSentences, stackReason } from '../../shared/stack/stack-reason.ts';

/** What the operator has chosen from the menu. */
export type TrayAct =
  | { readonly kind: 'open' | 'quit' | 'resume' }
  /** The stack's id. */
  | { readonly kind: 'backUp'; readonly stack: string }
  | { readonly kind: 'pause'; readonly choice: PauseChoice };

export interface TrayItem {
  readonly label: string;
  /** Null for a line that only says something. */
  readonly act: TrayAct | null;
  /** A submenu. */
  readonly items?: readonly TrayItem[];
}

/** What the tray is told from; `now` in ms. */
export interface TrayFacts {
  readonly stacks: readonly StackView[];
  readonly schedule: ScheduleState;
  /** What is wrong now. */
  readonly faults: readonly Fault[];
  readonly now: number;
}

const tooltipLines = 3;

/** Shape alone: a menu has no colours. */
const marks: Readonly<Record<StackLight, string>> = { good: '●', attention: '▲', alarm: '■', none: '○' };

/** The menu in its groups, top to bottom. */
export function trayMenu(facts: TrayFacts, words: Translator): readonly (readonly TrayItem[])[] {
  const { stacks, now } = facts;
  const { text } = words;
  const backUps = stacks.map((stack) => ({
    label: text('desktop.tray.backUp', { mark: marks[stackLight(stack, now)], stack: stack.name }),
    act: stack.openJob === null ? { kind: 'backUp' as const, stack: stack.id } : null,
  }));
  return [
    [{ label: text('desktop.tray.open'), act: { kind: 'open' as const } }],
    backUps,
    scheduleItems(facts, words),
    [{ label: text('desktop.tray.quit'), act: { kind: 'quit' as const } }],
  ].filter((group) => group.length > 0);
}

function scheduleItems({ stacks, schedule, now }: TrayFacts, words: Translator): TrayItem[] {
  const { text } = words;
  const { paused, owner, next } = schedule;
  const resume = { label: text('desktop.tray.resume'), act: { kind: 'resume' as const } };
  if (paused !== null) {
    const until =
      paused.until === null
        ? text('desktop.tray.paused')
        : text('desktop.tray.pausedUntil', { time: localMinute(paused.until) });
    return [{ label: until, act: null }, resume];
  }
  if (!stacks.some(({ schedule }) => schedule.policies > 0)) return [];
  const [soonest] = next;
  const items: TrayItem[] = [];
  if (owner === null) items.push({ label: text('desktop.tray.nobody'), act: null });
  else if (soonest !== undefined) {
    const when = nextTimeWords(soonest.at, now, words);
    items.push({ label: text('desktop.tray.next', { stack: soonest.stack, when }), act: null });
  }
  const choices = pauseChoices.map((choice) => ({
    label: text(`panel.schedule.pausing.${choice}`),
    act: { kind: 'pause' as const, choice },
  }));
  return [...items, { label: text('desktop.tray.pause'), act: null, items: choices }];
}

/** What the icon says under the pointer: the worst of what is wrong first; that all is well only when it is. */
export function trayTooltip(
  { stacks, faults, now }: Pick<TrayFacts, 'stacks' | 'faults' | 'now'>,
  words: Translator,
): string {
  const worst = worstLight(stacks.map((stack) => stackLight(stack, now)));
  // A stack without a policy can be red and no fault.
  const isTold = faults.some(({ state }) => state === 'alarm') || (faults.length > 0 && worst !== 'alarm');
  const worstFirst = faults.toSorted((one, other) => Number(other.state === 'alarm') - Number(one.state === 'alarm'));
  const lines = [
    ...(isTold ? [] : stacksLine(stacks, worst, now, words)),
    ...worstFirst.map((fault) => words.fault(fault, now)),
  ];
  return ['Lifeboat', ...lines.slice(0, tooltipLines)].join('\n');
}

/** How the stacks of the worst light are: the first one's reason, and how many more there are. */
function stacksLine(stacks: readonly StackView[], worst: StackLight, now: number, words: Translator): string[] {
  const { text } = words;
  const [first, ...more] = stacks.filter((stack) => stackLight(stack, now) === worst);
  if (first === undefined) return [];
  if (worst === 'good') {
    return more.length === 0
      ? [text('panel.overview.summary.good', { stack: first.name })]
      : [text('panel.overview.summary.goodMany', { total: stacks.length })];
  }
  const [reason] = reasonSentences(stackReason(first, now), reasonWords(words, now), now);
  const said = text('words.stackReason', { stack: first.name, reason: reason?.text ?? '' });
  return [more.length === 0 ? said : text('desktop.tray.worstMore', { said, count: more.length })];
}

import { z } from 'zod';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Translator } from '../../../shared/i18n.ts';
import { type Fault, faultKinds, type Telling } from '../../../shared/model/fault.ts';
import type { ChannelName, Delivery } from '../../../shared/model/notification.ts';
import { formatList } from '../../../shared/units.ts';

const ToldFault = z.strictObject({
  key: z.string(),
  kind: z.enum(faultKinds),
  state: z.enum(['attention', 'alarm']),
  stack: z.string().nullable(),
  since: z.string(),
  code: z.string().nullable(),
  sentence: z.string(),
});

/** What a channel sends: as data, and in the installation's language as it was then. */
export const Message = z.strictObject({
  event: z.enum(['alarm', 'attention', 'over', 'success', 'test']),
  /** ISO 8601 UTC. */
  at: z.string(),
  /** Name of the machine. */
  host: z.string(),
  title: z.string(),
  /** Lines, without the title. */
  text: z.string(),
  faults: z.array(ToldFault),
  over: z.array(ToldFault),
  successes: z.array(z.strictObject({ stack: z.string(), policy: z.string(), planned: z.string() })),
});
export type Message = Readonly<z.infer<typeof Message>>;

/** A message on its way by one channel. `id` is the same at every attempt. */
export interface OutboxItem {
  readonly id: string;
  readonly channel: ChannelName;
  readonly message: Message;
  readonly state: Delivery['state'];
  readonly attempts: number;
  /** When it is tried next, ISO 8601 UTC. */
  readonly nextAt: string;
  /** Of the last attempt; when it was written before the first one. */
  readonly at: string;
  /** Why the last attempt failed. */
  readonly error: ErrorReport | null;
}

interface Sender {
  readonly translator: Translator;
  readonly host: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** What is said of one look; null when there is nothing to say. */
export function messageOf({ faults, over, successes }: Telling, { translator, host, at }: Sender): Message | null {
  const event = eventOf(faults, over.length, successes.length);
  if (event === null) return null;
  const { text } = translator;
  const now = Date.parse(at);
  const told = (fault: Fault) => toldFault(fault, translator, now);
  const [saidFaults, saidOver] = [faults.map(told), over.map(told)];
  const named = [...(event === 'over' ? over : faults), ...(event === 'success' ? successes : [])];
  const stacks = formatList([...new Set(named.map(({ stack }) => stack ?? 'Lifeboat'))], translator.language);
  const lines = [
    ...saidFaults.map(({ sentence, since }) => text('alarms.line.fault', { sentence, since: minutesOf(since) })),
    ...saidOver.map(({ sentence }) => text('alarms.line.over', { sentence })),
    ...successes.map(({ stack, policy, planned }) => text('alarms.line.success', { stack, policy, planned })),
    '',
    text('alarms.line.sender', { host }),
  ];
  return {
    event,
    at,
    host,
    title: text(`alarms.subject.${event}`, { stacks }),
    text: lines.join('\n'),
    faults: saidFaults,
    over: saidOver,
    successes: successes.map(({ stack, policy, planned }) => ({ stack, policy, planned })),
  };
}

/** What *Send test* sends. */
export function testMessage({ translator: { text }, host, at }: Sender): Message {
  return {
    event: 'test',
    at,
    host,
    title: text('alarms.subject.test'),
    text: [text('alarms.line.test'), '', text('alarms.line.sender', { host })].join('\n'),
    faults: [],
    over: [],
    successes: [],
  };
}

function eventOf(faults: readonly Fault[], over: number, successes: number): Exclude<Message['event'], 'test'> | null {
  if (faults.some(({ state }) => state === 'alarm')) return 'alarm';
  if (faults.length > 0) return 'attention';
  if (over > 0) return 'over';
  return successes > 0 ? 'success' : null;
}

function toldFault(fault: Fault, translator: Translator, now: number): Message['faults'][number] {
  const { key, kind, state, stack, since, reason } = fault;
  return { key, kind, state, stack, since, code: reason?.code ?? null, sentence: translator.fault(fault, now) };
}

function minutesOf(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

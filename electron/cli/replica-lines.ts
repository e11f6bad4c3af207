import type { ReplicaCopy, ReplicaPack, ReplicaTest, ReplicaView } from '../../shared/model/replica.ts';
import type { ReplicaOfStack } from './choose-replica.ts';
import { facts, table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** Targets with where they are and how they stand; what the last run met is below its line. */
export function replicaTable(replicas: readonly ReplicaOfStack[], words: Words): string[] {
  const { text, paint } = words;
  const [head = '', ...lines] = table(
    [
      { title: text('cli.column.stack') },
      { title: text('cli.replica.column.replica') },
      { title: text('cli.replica.column.where') },
      { title: text('cli.replica.column.lastCopy') },
      { title: text('cli.replica.column.waiting'), align: 'right' },
      { title: text('cli.replica.column.free'), align: 'right' },
    ],
    replicas.map(({ replica, stack }) => [
      visible(stack.name),
      visible(replica.name) + (replica.required ? ` · ${text('cli.replica.required')}` : ''),
      visible(replica.where),
      replica.lastVerifiedAt === null ? text('cli.never') : words.when(replica.lastVerifiedAt),
      String(replica.backlog),
      words.bytes(replica.freeBytes),
    ]),
    paint.quiet,
  );
  return [head, ...lines.flatMap((line, at) => [line, ...faultLines(replicas[at]?.replica, words)])];
}

function faultLines(replica: ReplicaView | undefined, { paint, sentence }: Words): string[] {
  return replica === undefined || replica.fault === null ? [] : [paint.alarm(`  └ ${sentence(replica.fault)}`)];
}

/** What is set of a target, a line for each fact. */
export function replicaFacts({ replica, stack }: ReplicaOfStack, words: Words): string[] {
  const { text } = words;
  const { retention, limit, required, password } = replica;
  return facts(
    [
      [text('cli.column.stack'), visible(stack.name)],
      [text('cli.replica.column.replica'), visible(replica.name)],
      [text('cli.replica.column.where'), visible(replica.where)],
      [text('cli.replica.column.free'), words.bytes(replica.freeBytes)],
      [text('cli.replica.fact.required'), text(required ? 'cli.replica.yes' : 'cli.replica.no')],
      [text('cli.replica.fact.limit'), limit === null ? text('cli.replica.none') : words.speed(limit)],
      [
        text('cli.replica.fact.keeps'),
        text('cli.replica.keeps', { days: String(retention.days ?? '–'), count: String(retention.count ?? '–') }),
      ],
      ...(password === null
        ? []
        : [[text('cli.replica.fact.password'), text(`cli.replica.password.${password}`)] as const]),
    ],
    words.paint.quiet,
  );
}

/** A stage a line, ticked or crossed. */
export function testLines({ stages }: ReplicaTest, words: Words): string[] {
  const { text, paint } = words;
  return stages.map(({ stage, ok, detail, error }) => {
    const said = typeof detail === 'number' ? text('cli.replica.freeOf', { free: words.bytes(detail) }) : detail;
    const name = `${text(`cli.replica.stage.${stage}`)}${said === null ? '' : ` · ${visible(said)}`}`;
    if (ok) return paint.good(`✓ ${name}`);
    return paint.alarm(`✗ ${name}${error === null ? '' : `. ${words.sentence(error)}`}`);
  });
}

/** Where copies of a backup are, and how they stand. */
export function copyLines(copies: readonly CopyOnReplica[], words: Words): string[] {
  const { text } = words;
  if (copies.length === 0) return [];
  return [
    '',
    ...table(
      [
        { title: text('cli.replica.column.replica') },
        { title: text('cli.replica.column.copy') },
        { title: text('cli.replica.column.why') },
      ],
      copies.map(({ replica, copy }) => [
        visible(replica),
        copyState(copy, words),
        copy.reason === null ? '' : words.sentence(copy.reason),
      ]),
      words.paint.quiet,
    ),
  ];
}

export interface CopyOnReplica {
  /** The target's name. */
  readonly replica: string;
  readonly copy: ReplicaCopy;
}

/** Of one backup, on all targets. */
export function copiesOf(replicas: readonly ReplicaView[], backupId: string): CopyOnReplica[] {
  return replicas.flatMap(({ name, copies }) =>
    copies.filter((copy) => copy.backupId === backupId).map((copy) => ({ replica: name, copy })),
  );
}

function copyState({ state, verifiedAt, nextTryAt }: ReplicaCopy, words: Words): string {
  const { text } = words;
  if (state === 'verified') return text('cli.replica.state.verified', { when: words.when(verifiedAt) });
  if (state === 'waiting' && nextTryAt !== null)
    return text('cli.replica.state.waiting', { when: words.when(nextTryAt) });
  if (state === 'waiting') return text('cli.replica.state.waitingNow');
  return text(`cli.replica.state.${state}`);
}

/** What is on a target, newest first. */
export function packTable(packs: readonly ReplicaPack[], words: Words): string[] {
  const { text } = words;
  return table(
    [
      { title: text('cli.column.when') },
      { title: text('cli.column.size'), align: 'right' },
      { title: text('cli.column.name') },
      { title: text('cli.replica.column.known') },
    ],
    packs.map(({ createdAt, bytes, name, backupId }) => [
      words.when(createdAt),
      words.bytes(bytes),
      visible(name),
      text(backupId === null ? 'cli.replica.no' : 'cli.replica.yes'),
    ]),
    words.paint.quiet,
  );
}

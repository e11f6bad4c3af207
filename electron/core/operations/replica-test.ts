import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { ReplicaTest, TestStage } from '../../../shared/model/replica.ts';
import { AppError, reportOf } from '../errors.ts';
import { lookFailure } from './replica-access.ts';
import { checkReplica } from '../replica/identity.ts';
import type { ReplicaTarget, TargetConnection } from '../replica/target.ts';
import { readText, writeText } from '../replica/target-text.ts';

/** After a test that has failed, for what it has left. */
const cleaningMs = 10_000;

type Stage = ReplicaTest['stages'][number];

/** Where opening a target has come to when it fails with one of these; with any other, to the share. */
const openingStages: ReadonlyMap<ErrorCode, TestStage> = new Map([
  ['REPLICA_UNREACHABLE', 'reach'],
  ['REPLICA_TIMED_OUT', 'reach'],
  ['REPLICA_LOST', 'reach'],
  ['REPLICA_NOT_MOUNTED', 'reach'],
  ['REPLICA_DIALECT_TOO_OLD', 'protection'],
  ['REPLICA_SIGNING_MISSING', 'protection'],
  ['REPLICA_ENCRYPTION_MISSING', 'protection'],
  ['REPLICA_TAMPERED', 'protection'],
  ['REPLICA_LOGON_REFUSED', 'log-on'],
  ['REPLICA_GUEST_REFUSED', 'log-on'],
] as const);

/** What must have gone well before a stage that failed while a target was opened; a server protects before it lets in. */
const before: Readonly<Partial<Record<TestStage, readonly TestStage[]>>> = {
  protection: ['reach'],
  'log-on': ['reach'],
  share: ['reach', 'log-on', 'protection'],
};

/** What is tested. */
export interface TestedTarget {
  readonly open: () => Promise<ReplicaTarget>;
  /** Null for a place that is not set up yet. */
  readonly targetId: string | null;
  /** Whether there is somebody to log on to. */
  readonly isNetworked: boolean;
  /** Its name, for a time-out. */
  readonly host: string;
  /** How long the whole test may take. */
  readonly limitMs: number;
}

/** Goes through every stage of what a copy needs, and leaves nothing behind. Ends at the first stage that fails. */
export async function testTarget({ open, targetId, isNetworked, host, limitMs }: TestedTarget): Promise<ReplicaTest> {
  const signal = AbortSignal.timeout(limitMs);
  const stages: Stage[] = [];
  const good = (stage: TestStage, detail: Stage['detail'] = null): void => {
    stages.push({ stage, ok: true, detail, error: null });
  };
  const failed = (stage: TestStage, error: unknown): ReplicaTest => {
    stages.push({ stage, ok: false, detail: null, error: reportOf(lookFailure(error, signal, { host, limitMs })) });
    return { stages };
  };
  let target: ReplicaTarget;
  let connection: TargetConnection;
  try {
    target = await open();
  } catch (error) {
    // Nobody was asked yet.
    return failed('log-on', error);
  }
  try {
    connection = await target.open(signal);
  } catch (error) {
    const stage = signal.aborted ? 'reach' : (openingStages.get(reportOf(error).code) ?? 'share');
    for (const passed of before[stage] ?? []) if (isNetworked || passed === 'reach') good(passed);
    return failed(stage, error);
  }
  await using opened = connection;
  good('reach');
  const { protection } = opened.identity;
  if (isNetworked) good('log-on');
  if (protection !== null)
    good(
      'protection',
      [protection.protocol, protection.signing, protection.encryption ?? ''].filter(Boolean).join(' · '),
    );
  let stage: TestStage = 'share';
  const file = `.lifeboat-test-${randomUUID()}`;
  const renamed = `${file}-2`;
  try {
    good(stage, await opened.freeSpace(signal));
    stage = 'identity';
    if (targetId !== null) await checkReplica(opened, targetId, signal);
    good(stage);
    stage = 'write';
    await writeText(opened, file, file, signal);
    good(stage);
    stage = 'read-back';
    await readBackAnew(target, file, signal);
    good(stage);
    stage = 'rename';
    await opened.rename(file, renamed, signal);
    good(stage);
    stage = 'delete';
    await opened.deleteFile(renamed, signal);
    good(stage);
    return { stages };
  } catch (error) {
    const cleaning = AbortSignal.timeout(cleaningMs);
    for (const left of [file, renamed]) await opened.deleteFile(left, cleaning).catch(() => undefined);
    return failed(stage, error);
  }
}

async function readBackAnew(target: ReplicaTarget, file: string, signal: AbortSignal): Promise<void> {
  await using connection = await target.open(signal);
  const text = await readText(connection, file, signal);
  const { place } = connection.identity;
  if (text !== file)
    throw new AppError('REPLICA_READ_BACK_WRONG', { place, part: file, detail: 'it holds something else' });
}

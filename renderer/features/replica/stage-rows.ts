import type { ErrorReport } from '../../../shared/errors.ts';
import { type ReplicaPlace, type ReplicaTest, type TestStage, testStages } from '../../../shared/model/replica.ts';
import type { Words } from '../../words.tsx';

/** One stage of a test as it is shown. `open`: not gone through, or not yet. */
export interface StageRow {
  readonly stage: TestStage;
  readonly state: 'ok' | 'bad' | 'open';
  /** What was found there, in words. */
  readonly detail: string | null;
  readonly error: ErrorReport | null;
}

const ofServers: ReadonlySet<TestStage> = new Set(['log-on', 'protection']);

function open(stage: TestStage): StageRow {
  return { stage, state: 'open', detail: null, error: null };
}

/** The stages of a test in order; those behind a failure, or before there is an answer, are open. */
export function stageRows(
  kind: ReplicaPlace['kind'],
  test: ReplicaTest | null,
  { text, bytes }: Pick<Words, 'text' | 'bytes'>,
): readonly StageRow[] {
  const relevant = testStages.filter((stage) => kind === 'smb' || !ofServers.has(stage));
  if (test === null) return relevant.map(open);
  const told = test.stages.map(({ stage, ok, detail, error }): StageRow => {
    const said = typeof detail === 'number' ? text('panel.replica.stages.free', { bytes: bytes(detail) }) : detail;
    return { stage, state: ok ? 'ok' : 'bad', detail: said, error };
  });
  const last = test.stages.at(-1);
  if (last === undefined || last.ok) return told;
  const reached = testStages.indexOf(last.stage);
  return [...told, ...relevant.filter((stage) => testStages.indexOf(stage) > reached).map(open)];
}

/** Whether a test went through everything and found nothing wrong. */
export function hasPassed({ stages }: ReplicaTest): boolean {
  return stages.every(({ ok }) => ok) && stages.some(({ stage }) => stage === 'delete');
}

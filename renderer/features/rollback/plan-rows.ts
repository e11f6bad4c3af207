import type { PlannedReplacement, RollbackPlan } from '../../../shared/model/rollback.ts';
import type { Words } from '../../words.tsx';

/** One row of the table *stops / starts / replaces / keeps / takes about*. */
export interface PlanRow {
  readonly id: 'stops' | 'starts' | 'replaces' | 'keeps' | 'takes' | 'space' | 'version';
  readonly lines: readonly PlanLine[];
}

/** One line of a row. */
export interface PlanLine {
  readonly text: string;
  /** Said smaller below it. */
  readonly details: readonly string[];
}

type RowWords = Pick<Words, 'text' | 'bytes' | 'duration' | 'list'>;

/** A plan in words and numbers; the same rows in the same order, starts and the version only where there are any. */
export function planRows(plan: RollbackPlan, words: RowWords): readonly PlanRow[] {
  const { text, bytes } = words;
  const { current, target } = plan.version;
  const unknown = text('panel.rollback.rows.noVersion');
  const versions = text('panel.rollback.rows.versions', { from: current ?? unknown, to: target ?? unknown });
  const space = { needed: bytes(plan.neededBytes), free: bytes(plan.freeBytes) };
  const rows: readonly PlanRow[] = [
    { id: 'stops', lines: orNothing([...new Set(plan.stops.map((stop) => stopText(stop, words)))].map(plain), words) },
    { id: 'starts', lines: plan.starts.map((service) => plain(text('plan.startsServer', { service }))) },
    {
      id: 'replaces',
      lines: orNothing(
        plan.replaces.map((replacement) => replacementLine(replacement, words)),
        words,
      ),
    },
    {
      id: 'keeps',
      lines: orNothing(
        plan.keeps.map((kept) => plain(keptText(kept, words))),
        words,
      ),
    },
    { id: 'takes', lines: [plain(takesText(plan, words))] },
    { id: 'space', lines: [plain(text('panel.rollback.rows.spaceNeeded', space))] },
    { id: 'version', lines: [plain(versions)] },
  ];
  const isVersionKnown = current !== null || target !== null;
  return rows.filter(({ id, lines }) => lines.length > 0 && (id !== 'version' || isVersionKnown));
}

function plain(text: string): PlanLine {
  return { text, details: [] };
}

function orNothing(lines: readonly PlanLine[], { text }: RowWords): readonly PlanLine[] {
  return lines.length === 0 ? [plain(text('plan.nothing'))] : lines;
}

function stopText({ service, foreign }: RollbackPlan['stops'][number], { text }: RowWords): string {
  return foreign ? text('plan.foreign', { service }) : service;
}

function replacementLine(replacement: PlannedReplacement, { text, bytes, list }: RowWords): PlanLine {
  const { sourceId, location, entries, omitted, exclude, creates } = replacement;
  const details = [
    location,
    ...(creates ? [text('plan.creates')] : []),
    ...(exclude.length === 0 ? [] : [text('plan.excluded', { globs: list(exclude) })]),
    ...(omitted === 0 ? [] : [text('panel.rollback.rows.omitted', { count: omitted })]),
  ];
  const facts = { source: sourceId, bytes: bytes(replacement.bytes), count: entries };
  return { text: text('panel.rollback.rows.replacement', facts), details };
}

function keptText({ what, reason }: RollbackPlan['keeps'][number], { text }: RowWords): string {
  return text('panel.rollback.rows.keptBecause', { what, reason: text(`plan.reason.${reason}`) });
}

/** The safety backup is cold: whatever stops for the exchange has stopped for it before. */
function takesText({ stops, estimatedStopMs, safetyBackup }: RollbackPlan, { text, duration }: RowWords): string {
  if (stops.length === 0) return text('panel.rollback.rows.noStop');
  if (estimatedStopMs === null) return text('panel.rollback.rows.stopUnknown');
  const time = { time: duration(estimatedStopMs) };
  return safetyBackup ? text('panel.rollback.rows.stopTwice', time) : text('panel.rollback.rows.stopOnce', time);
}

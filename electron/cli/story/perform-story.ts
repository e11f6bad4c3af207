import { exitCode } from '../../../shared/exit-codes.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { AppError, hasCode } from '../../core/errors.ts';
import type { Answer } from '../answer.ts';
import { backupRecord } from '../records.ts';
import type { Session } from '../session.ts';
import { visible } from '../visible.ts';
import { type Damage, damageSample } from './damage.ts';
import { differences, digestSample, type FolderDefinition, type SampleDigest } from './sample-digest.ts';
import { clearMark, readMark, setMark } from './story-mark.ts';
import { createTale, type Tale } from './tell.ts';
import { keptStories, storyTrigger, tidy } from './tidy.ts';

/** Backs the sample up, damages it, rolls it back, and compares: 0 only when the data are proven equal. */
export async function performStory(session: Session): Promise<Answer> {
  const { engine, words, run } = session;
  const { text } = words;
  const tale = createTale(session);
  tale.line(words.paint.strong(text('story.title')));
  tale.line(text('story.intro'));

  const stack = await engine.sample();
  const definition = folderOf(stack);
  await finishEarlier(session, tale);

  tale.step('sample');
  const before = await digestSample(definition);
  tale.fact(text('story.sampleAt', { path: words.list(definition.directories) }));
  tale.fact(
    text('story.holds', {
      files: Object.keys(before.files).length,
      bytes: words.bytes(before.bytes),
      rows: before.rows,
    }),
  );

  tale.step('backup');
  const backup = await run(() => engine.backup({ stack: stack.id, trigger: storyTrigger }));
  const sizes = {
    raw: words.bytes(backup.rawBytes),
    stored: words.bytes(backup.storedBytes),
    time: words.duration(backup.durationMs),
  };
  tale.good(text('story.backupMade', { name: backup.name, ...sizes }));

  tale.step('verify');
  const verified = await run(() => engine.verify(backup.id));
  tale.good(text('story.verified', { entries: verified.entries, parts: verified.parts }));

  tale.step('damage');
  await setMark(engine.home, backup.id);
  const damage = await damageSample(definition, engine.home);
  tellDamage(tale, damage, before, await digestSample(definition), session);

  tale.step('plan');
  const plan = await engine.planRollback({ backup: backup.id, scope: 'data-only' });
  tale.fact(text('story.planned', { sources: words.list(plan.replaces.map(({ sourceId }) => sourceId)) }));

  tale.step('rollback');
  const begun = session.terminal.clock();
  const result = await run(() => engine.rollback(plan, { trigger: storyTrigger }));
  tale.good(text('story.rolledBack', { time: words.duration(session.terminal.clock() - begun) }));

  tale.step('prove');
  const after = await digestSample(definition);
  const wrong = differences(before, after);
  tale.fact(text('story.compared', { files: Object.keys(after.files).length, rows: after.rows }));
  const json = {
    whole: wrong.length === 0,
    differs: wrong,
    stack,
    backup: backupRecord(backup, words.translator, begun),
    verified,
    damage,
    rollback: result,
  };
  if (wrong.length > 0) {
    tale.bad(text('story.notWhole', { paths: words.list(wrong) }));
    return { json, lines: [], exit: exitCode.integrity };
  }
  tale.good(words.paint.good(text('story.whole')));
  await clearMark(engine.home);
  if (result.undoable) await run(() => engine.release(result.jobId));
  await tidy(session, stack.id, result.safetyBackup);
  return { json, lines: closing(session, stack, backup.path) };
}

/** Puts the data back that an interrupted story has left damaged. A backup that is gone cannot help: then it stays. */
async function finishEarlier(session: Session, tale: Tale): Promise<void> {
  const { engine, run } = session;
  const backupId = await readMark(engine.home);
  if (backupId === null) return;
  tale.line();
  tale.line(session.words.text('story.halfWay'));
  try {
    const plan = await engine.planRollback({ backup: backupId, scope: 'data-only', safetyBackup: false });
    const result = await run(() => engine.rollback(plan, { trigger: storyTrigger }));
    if (result.undoable) await run(() => engine.release(result.jobId));
  } catch (error) {
    if (!hasCode(error, 'BACKUP_NOT_FOUND') && !hasCode(error, 'BACKUP_FILES_MISSING')) throw error;
  }
  await clearMark(engine.home);
}

function tellDamage(tale: Tale, damage: Damage, before: SampleDigest, after: SampleDigest, { words }: Session): void {
  const { text } = words;
  if (damage.deleted !== null) tale.fact(text('story.deleted', { path: visible(damage.deleted) }));
  if (damage.overwritten !== null) tale.fact(text('story.overwritten', { path: visible(damage.overwritten) }));
  for (const { path, rows } of damage.emptied) tale.fact(text('story.rowsDeleted', { path: visible(path), rows }));
  const total = Object.keys(before.files).length + Object.keys(before.databases).length;
  tale.bad(text('story.damaged', { same: total - differences(before, after).length, total }));
}

function closing({ words }: Session, stack: Stack, pack: string | null): string[] {
  const { text, paint } = words;
  const name = visible(stack.name);
  const command = (line: string, why: string) => `   npm run -s lifeboat -- ${line.padEnd(34)} ${paint.quiet(why)}`;
  return [
    `   ${paint.quiet(text('story.released', { count: keptStories }))}`,
    '',
    paint.strong(text('story.pack')),
    `   ${visible(pack ?? '–')}`,
    `   ${paint.quiet(text('story.packHint'))}`,
    '',
    paint.strong(text('story.next')),
    command(`list ${name}`, text('story.nextList')),
    command(`plan latest --stack ${name}`, text('story.nextPlan')),
    command(`rollback latest --stack ${name}`, text('story.nextRollback')),
    command('stack add --folder DIR', text('story.nextAdd')),
    command('--help', text('story.nextHelp')),
  ];
}

function folderOf(stack: Stack): FolderDefinition {
  if (stack.definition.kind !== 'folder')
    throw new AppError('INTERNAL', { detail: 'the sample is not a folder stack' });
  return stack.definition;
}

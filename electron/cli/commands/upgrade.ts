import type { Command } from 'commander';
import { setTimeout as delay } from 'node:timers/promises';
import { type Upgrade, type UpgradeDecision, upgradePatience } from '../../../shared/model/upgrade.ts';
import type { RunningJob } from '../../core/engine-api.ts';
import { AppError, hasCode, rebuildError } from '../../core/errors.ts';
import { askToKeep } from '../ask-to-keep.ts';
import type { Answer } from '../answer.ts';
import { confirmByName } from '../confirm.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { upgradeLines, upgradeTable } from '../upgrade-lines.ts';
import { type Common, stackArgument, verb } from '../verb.ts';
import { visible } from '../visible.ts';

const minuteMs = 60_000;
const pollMs = 250;

interface GuardOptions extends Common {
  readonly appVersion?: string;
  readonly images?: boolean;
  readonly health?: number;
  readonly confirm?: number;
  readonly yes?: boolean;
}

/** `upgrade-guard`, `upgrade-confirm`, `upgrade-rollback` and `upgrades`. */
export function addUpgrade(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'upgrade-guard', text('help.verb.upgradeGuard'))
    .addArgument(stackArgument(shell))
    .argument('<COMMAND...>', text('help.argument.command'))
    .option('--app-version <VERSION>', text('help.option.appVersion'))
    .option('--images', text('help.option.images'))
    .option('--health <MINUTES>', text('help.option.healthMinutes'), (value) => minutesOf(shell, value))
    .option('--confirm <MINUTES>', text('help.option.confirmMinutes'), (value) => minutesOf(shell, value))
    .option('--yes', text('help.option.keepHealthy'))
    .action((stack: string, command: readonly string[], options: GuardOptions) =>
      shell.perform(options, async (session) => guard(session, stack, command, options)),
    );

  verb(program, shell, 'upgrade-confirm', text('help.verb.upgradeConfirm'))
    .argument('<JOB>', text('help.argument.job'))
    .action((id: string, options: Common) => shell.perform(options, async (session) => decide(session, id, 'keep')));

  verb(program, shell, 'upgrade-rollback', text('help.verb.upgradeRollback'))
    .argument('<JOB>', text('help.argument.job'))
    .option('--yes', text('help.option.yes'))
    .action((id: string, options: Common & { readonly yes?: boolean }) =>
      shell.perform(options, async (session) => {
        const upgrade = await found(session, id);
        if (options.yes !== true) await confirmByName(session, upgrade.stack);
        return decide(session, id, 'back');
      }),
    );

  verb(program, shell, 'upgrades', text('help.verb.upgrades')).action((options: Common) =>
    shell.perform(options, async ({ engine, words }) => {
      const upgrades = await engine.upgrades();
      const none = [text('cli.upgrade.none')];
      return { json: upgrades, lines: upgrades.length === 0 ? none : upgradeTable(upgrades, words) };
    }),
  );
}

async function guard(
  session: Session,
  stack: string,
  command: readonly string[],
  options: GuardOptions,
): Promise<Answer> {
  const { engine, words, note } = session;
  const { images = false, health = upgradePatience.healthMinutes, confirm = upgradePatience.confirmMinutes } = options;
  if (!images) note(words.text('cli.upgrade.noLayers'));
  const begin = (): RunningJob<Upgrade> =>
    engine.guardUpgrade(
      {
        stack,
        command,
        images,
        healthMs: health * minuteMs,
        confirmMs: confirm * minuteMs,
        keepHealthy: options.yes === true,
        ...(options.appVersion === undefined ? {} : { appVersion: options.appVersion }),
      },
      (line) => note(visible(line)),
    );
  const asked = new AbortController();
  const quiet = engine.onJob((job) => {
    if (job.kind !== 'upgrade' || job.progress.phase !== 'awaiting-word' || asked.signal.aborted) return;
    quiet();
    askToKeep(session, job.id, asked.signal);
  });
  try {
    return answerOf(session, await session.run(begin));
  } finally {
    quiet();
    asked.abort();
  }
}

/** Says the word, and sees to it that it is followed: by whoever follows the upgrade, else from here. */
async function decide(session: Session, id: string, decision: UpgradeDecision): Promise<Answer> {
  const { engine } = session;
  const before = await found(session, id);
  const again = decision === 'back' && before.state === 'failed' && before.reason?.code === 'UPGRADE_NOT_BACK';
  if (!again) await engine.decideUpgrade(id, decision);
  for (let first = again; ; first = false) {
    const upgrade = await found(session, id);
    if (upgrade.endedAt !== null && !first) {
      if (decision === 'keep') assertKept(upgrade);
      return answerOf(session, upgrade);
    }
    const held = (await engine.stacks()).some((stack) => stack.id === upgrade.stackId && stack.openJob !== null);
    if (held) await delay(pollMs);
    else await follow(session, id, decision);
  }
}

async function follow(session: Session, id: string, decision: UpgradeDecision): Promise<void> {
  try {
    await session.run(() => session.engine.followUpgrade(id));
  } catch (error) {
    // Another process was faster; or it is back, which is what was asked for.
    const isWanted = decision === 'back' && hasCode(error, 'UPGRADE_UNDONE');
    if (!isWanted && !hasCode(error, 'STACK_BUSY')) throw error;
  }
}

/** The word came, and the upgrade went back all the same: that is not what was asked for. */
function assertKept({ state, stack, reason }: Upgrade): void {
  if (state !== 'back') return;
  const cause = reason?.code ?? 'UPGRADE_DECLINED';
  throw rebuildError({ code: 'UPGRADE_UNDONE', params: { ...reason?.params, stack, cause } });
}

function answerOf({ words }: Session, upgrade: Upgrade): Answer {
  if (upgrade.state === 'failed') throw rebuildError(upgrade.reason ?? { code: 'JOB_INTERRUPTED', params: {} });
  return { json: upgrade, lines: upgradeLines(upgrade, words) };
}

async function found({ engine }: Session, id: string): Promise<Upgrade> {
  const upgrade = (await engine.upgrades()).find((one) => one.id === id);
  if (upgrade === undefined) throw new AppError('UPGRADE_NOT_FOUND', { job: id });
  return upgrade;
}

/** USAGE_INVALID for what is no number; whether it is a time is for the engine to say. */
function minutesOf(shell: Shell, value: string): number {
  if (!/^\d{1,6}(?:\.\d{1,4})?$/u.test(value))
    throw new AppError('USAGE_INVALID', { detail: shell.words.text('help.usage.minutes', { value }) });
  return Number(value);
}

import type { Command } from 'commander';
import type { InForce, ScheduleSettings, ScheduleState } from '../../../shared/model/schedule.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { AppError } from '../../core/errors.ts';
import { nextLines } from '../policy-lines.ts';
import { numberOption, type OrNone, saidOr } from '../policy-options.ts';
import type { Shell } from '../shell.ts';
import { facts } from '../table.ts';
import { type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';
import type { Words } from '../words.ts';

const hourMs = 3_600_000;

interface SettingsOptions {
  readonly timeZone?: OrNone<string>;
  readonly maxParallel?: OrNone<number>;
  readonly verifyDays?: OrNone<number>;
}

/** `schedule status`, `pause`, `resume`, `settings` and `next`. */
export function addSchedule(program: Command, shell: Shell): void {
  const { text } = shell.words;
  const schedule = program.command('schedule').description(text('help.verb.schedule'));

  verb(schedule, shell, 'status', text('help.verb.scheduleStatus')).action((options: Common) =>
    shell.perform(options, async ({ engine, words }) => {
      const state = await engine.schedule();
      const overdue = (await engine.stacks()).filter((stack) => stack.schedule.overdueSince !== null);
      return {
        json: { ...state, overdue: overdue.map(({ name, schedule: { overdueSince } }) => ({ name, overdueSince })) },
        lines: [...stateLines(state, words), ...overdueLines(overdue, words), ...nextLines(state.next, words)],
      };
    }),
  );

  verb(schedule, shell, 'pause', text('help.verb.schedulePause'))
    .option('--until <TIME>', text('help.option.until'))
    .action((options: Common & { readonly until?: string }) =>
      shell.perform(options, async ({ engine, words }) => {
        const until = options.until === undefined ? null : untilOf(shell, options.until);
        const state = await engine.pauseSchedule(until);
        return { json: state, lines: pauseLines(state, words) };
      }),
    );

  verb(schedule, shell, 'resume', text('help.verb.scheduleResume')).action((options: Common) =>
    shell.perform(options, async ({ engine }) => ({
      json: await engine.resumeSchedule(),
      lines: [text('cli.schedule.resumed')],
    })),
  );

  verb(schedule, shell, 'settings', text('help.verb.scheduleSettings'))
    .option('--time-zone <ZONE>', text('help.option.systemZone'))
    .addOption(numberOption(shell, '--max-parallel', text('help.option.maxParallel')))
    .addOption(numberOption(shell, '--verify-days', text('help.option.verifyDaysOfAll')))
    .action((options: Common & SettingsOptions) =>
      shell.perform(options, async ({ engine, words }) => {
        const { timeZone, maxParallel, verifyDays } = options;
        const isSaid = [timeZone, maxParallel, verifyDays].some((value) => value !== undefined);
        const settings = isSaid
          ? await engine.setScheduleSettings({
              ...(timeZone === undefined ? {} : { timeZone: saidOr<string>(timeZone, null) }),
              ...(maxParallel === undefined ? {} : { maxParallel: saidOr<number>(maxParallel, null) }),
              ...(verifyDays === undefined ? {} : { verifyDays: saidOr<number>(verifyDays, null) }),
            })
          : await engine.scheduleSettings();
        return { json: settings, lines: settingsLines(settings, words) };
      }),
    );

  verb(schedule, shell, 'next', text('help.verb.scheduleNext')).action((options: Common) =>
    shell.perform(options, async ({ engine, words }) => {
      const { next } = await engine.schedule();
      return { json: next, lines: nextLines(next, words) };
    }),
  );
}

function settingsLines({ timeZone, maxParallel, verifyDays }: ScheduleSettings, words: Words): string[] {
  const { text } = words;
  const named = ({ value, from }: InForce<string | number>) => `${value} (${text(`cli.schedule.from.${from}`)})`;
  return facts(
    [
      [text('cli.schedule.setting.timeZone'), named(timeZone)],
      [text('cli.schedule.setting.maxParallel'), named(maxParallel)],
      [text('cli.schedule.setting.verifyDays'), named(verifyDays)],
    ],
    words.paint.quiet,
  );
}

/** Which process runs the schedules, and whether they are paused. */
function stateLines(state: ScheduleState, words: Words): string[] {
  const { owner } = state;
  const first =
    owner === null
      ? words.paint.attention(words.text('cli.schedule.noOwner'))
      : words.text(`cli.schedule.owner.${owner.kind}`, { pid: owner.pid });
  return [first, ...pauseLines(state, words)];
}

function pauseLines({ paused }: ScheduleState, { text, paint }: Words): string[] {
  if (paused === null) return [];
  const { until } = paused;
  if (until === null) return [paint.attention(text('cli.schedule.paused'))];
  return [paint.attention(text('cli.schedule.pausedUntil', { until: localTime(until) }))];
}

function overdueLines(stacks: readonly StackView[], { text, paint }: Words): string[] {
  return stacks.map(({ name, schedule: { overdueSince } }) =>
    paint.alarm(text('cli.schedule.overdue', { stack: visible(name), since: localTime(overdueSince ?? '') })),
  );
}

/** `2026-11-25 08:00`, by this machine's clock. */
function localTime(time: string): string {
  const at = new Date(time);
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant (ISO 8601) that `8h`, `3d` or a local time means. USAGE_INVALID unless it is to come. */
function untilOf(shell: Shell, value: string): string {
  const now = shell.terminal.clock();
  const length = /^(?<count>\d{1,4})(?<unit>[hd])$/u.exec(value)?.groups;
  const at =
    length === undefined
      ? new Date(value).getTime()
      : now + Number(length['count']) * (length['unit'] === 'd' ? 24 * hourMs : hourMs);
  if (!(at > now)) throw new AppError('USAGE_INVALID', { detail: shell.words.text('help.usage.until', { value }) });
  return new Date(at).toISOString();
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}

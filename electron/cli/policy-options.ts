import { type Command, Option } from 'commander';
import { backupModes, packFormats, type BackupMode, type PackFormat } from '../../shared/model/backup.ts';
import type { Policy } from '../../shared/model/policy.ts';
import type { PolicyDraft } from '../../shared/model/schedule.ts';
import { policyPresets } from '../../shared/schedule/policy-presets.ts';
import { AppError } from '../core/errors.ts';
import type { Shell } from './shell.ts';
import { repeated } from './verb.ts';

// A word and not null: the parser makes an empty text of a value that is null.
const none = 'none';
/** As a command line says it. */
export type OrNone<T> = T | typeof none;

const presets = {
  nightly: { ...policyPresets.nightly, name: 'nightly' },
  'weekly-full': { ...policyPresets.weekly, name: 'weekly-full' },
} as const satisfies Record<string, PolicyDraft>;

/** What a command line says of a policy; what is absent stays as it is. */
export interface PolicyOptions {
  readonly preset?: keyof typeof presets;
  readonly name?: string;
  readonly cron?: string;
  readonly timeZone?: string;
  readonly mode?: BackupMode;
  readonly images?: boolean;
  readonly only?: readonly string[];
  readonly format?: OrNone<PackFormat>;
  readonly level?: OrNone<number>;
  readonly keepDays?: OrNone<number>;
  readonly keepCount?: OrNone<number>;
  readonly catchUp?: number;
  readonly maxAge?: OrNone<number>;
  readonly verifyDays?: OrNone<number>;
  readonly replicate?: boolean;
  readonly on?: boolean;
  readonly off?: boolean;
}

/** What a draft says, of a policy that is there. */
type Said = Pick<Policy, keyof PolicyDraft>;

/** Adds what can be said of a policy to a verb. */
export function withPolicyOptions(command: Command, shell: Shell): Command {
  const { text } = shell.words;
  const number = (name: string, description: string) => numberOption(shell, name, description);
  return command
    .addOption(new Option('--preset <PRESET>', text('help.option.preset')).choices(Object.keys(presets)))
    .option('--name <NAME>', text('help.option.policyName'))
    .option('--cron <CRON>', text('help.option.cron'))
    .option('--time-zone <ZONE>', text('help.option.timeZone'))
    .addOption(new Option('--mode <MODE>', text('help.option.mode')).choices(backupModes))
    .option('--images', text('help.option.images'))
    .option('--no-images', text('help.option.noImages'))
    .option('--only <SOURCE>', text('help.option.onlyOrNone'), repeated)
    .addOption(new Option('--format <FORMAT>', text('help.option.formatOrNone')).choices([...packFormats, none]))
    .addOption(number('--level', text('help.option.levelOrNone')))
    .addOption(number('--keep-days', text('help.option.keepDays')))
    .addOption(number('--keep-count', text('help.option.keepCount')))
    .addOption(number('--catch-up', text('help.option.catchUp')))
    .addOption(number('--max-age', text('help.option.maxAge')))
    .addOption(number('--verify-days', text('help.option.verifyDays')))
    .option('--replicate', text('help.option.replicateIt'))
    .option('--no-replicate', text('help.option.noReplicate'))
    .addOption(new Option('--on', text('help.option.on')).conflicts('off'))
    .option('--off', text('help.option.off'));
}

/** `before` (the nightly preset when nothing is there) with what was said. */
export function draftOf(options: PolicyOptions, before: Said | null): PolicyDraft {
  const { preset, only, format, timeZone, keepDays, keepCount } = options;
  const presetDraft = preset === undefined ? null : presets[preset];
  const base: Said =
    presetDraft !== null && before !== null
      ? { ...presetDraft, name: before.name, enabled: before.enabled }
      : (presetDraft ?? before ?? presets.nightly);
  const said = only ?? base.only;
  return {
    name: options.name ?? base.name,
    enabled: options.off === true ? false : options.on === true || base.enabled,
    cron: options.cron ?? base.cron,
    timeZone: saidOr(timeZone, base.timeZone),
    mode: options.mode ?? base.mode,
    images: options.images ?? base.images,
    only: said === null || said.includes(none) ? null : [...said],
    format: saidOr<PackFormat>(format, base.format),
    level: saidOr<number>(options.level, base.level),
    replicate: options.replicate ?? base.replicate,
    retention: {
      days: saidOr<number>(keepDays, base.retention.days),
      count: saidOr<number>(keepCount, base.retention.count),
    },
    catchUpHours: options.catchUp ?? base.catchUpHours,
    maxAgeHours: saidOr<number>(options.maxAge, base.maxAgeHours),
    verifyDays: saidOr<number>(options.verifyDays, base.verifyDays),
  };
}

/** What was said, `none` as null; what was before where nothing was said. */
export function saidOr<T extends string | number>(said: OrNone<T> | undefined, before: T | null): T | null {
  if (said === undefined) return before;
  return said === none ? null : said;
}

/** An option whose value is a number; also `none`, which takes back what was said. */
export function numberOption(shell: Shell, name: string, description: string): Option {
  return new Option(`${name} <N>`, description).argParser((value) => numberOf(shell, name, value));
}

function numberOf(shell: Shell, name: string, value: string): OrNone<number> {
  if (value === none && name !== '--catch-up') return none;
  if (!/^\d{1,9}(?:\.\d{1,3})?$/u.test(value))
    throw new AppError('USAGE_INVALID', { detail: shell.words.text('help.usage.number', { name, value }) });
  return Number(value);
}

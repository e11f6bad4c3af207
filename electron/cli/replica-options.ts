import { type Command, Option } from 'commander';
import { ReplicaSettings } from '../../shared/model/replica.ts';
import type { ReplicaView } from '../../shared/model/replica.ts';
import { AppError } from '../core/errors.ts';
import { limitOf } from './limit-option.ts';
import { type OrNone, numberOption, saidOr } from './policy-options.ts';
import type { Shell } from './shell.ts';

/** What a command line says of a target; what is absent stays as it is. */
export interface SettingsOptions {
  readonly name?: string;
  readonly required?: boolean;
  readonly limit?: OrNone<number>;
  readonly keepDays?: OrNone<number>;
  readonly keepCount?: OrNone<number>;
}

/** Adds what can be said of a target to a verb. */
export function withSettingsOptions(command: Command, shell: Shell): Command {
  const { text } = shell.words;
  return command
    .option('--name <NAME>', text('help.option.replicaName'))
    .option('--required', text('help.option.required'))
    .option('--no-required', text('help.option.notRequired'))
    .addOption(
      new Option('--limit <BYTES/S>', text('help.option.limitOrNone')).argParser(
        (value): OrNone<number> => (value === 'none' ? value : limitOf(shell, value)),
      ),
    )
    .addOption(numberOption(shell, '--keep-days', text('help.option.keepCopiesDays')))
    .addOption(numberOption(shell, '--keep-count', text('help.option.keepCopiesCount')));
}

/** `before`, or what a new target has, with what was said. USAGE_INVALID. */
export function settingsOf(
  options: SettingsOptions,
  before: Pick<ReplicaView, keyof ReplicaSettings>,
): ReplicaSettings {
  const parsed = ReplicaSettings.safeParse({
    name: options.name ?? before.name,
    required: options.required ?? before.required,
    limit: saidOr<number>(options.limit, before.limit),
    retention: {
      days: saidOr<number>(options.keepDays, before.retention.days),
      count: saidOr<number>(options.keepCount, before.retention.count),
    },
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('USAGE_INVALID', { detail: `${issue?.path.join(' ')}: ${issue?.message}` });
}

import { type Command, Option } from 'commander';
import { backupModes, backupTypes } from '../../../shared/model/backup.ts';
import { exitCode } from '../../../shared/exit-codes.ts';
import { formatLevels, packFormats, takesLevel } from '../../../shared/model/pack-format.ts';
import type { BackupRequest } from '../../core/engine-api.ts';
import { AppError } from '../../core/errors.ts';
import { backupDoneLines } from '../backup-lines.ts';
import { limitOf } from '../limit-option.ts';
import { previewLines } from '../preview-lines.ts';
import { backupRecord } from '../records.ts';
import type { Shell } from '../shell.ts';
import { type Common, repeated, stackArgument, verb } from '../verb.ts';

interface BackupOptions extends Common, Omit<BackupRequest, 'stack' | 'trigger'> {
  readonly dryRun?: boolean;
}

export function addBackup(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'backup', text('help.verb.backup'))
    .addArgument(stackArgument(shell))
    .addOption(new Option('--type <TYPE>', text('help.option.type')).choices(backupTypes))
    .option('--app-version <VERSION>', text('help.option.appVersion'))
    .addOption(new Option('--mode <MODE>', text('help.option.mode')).choices(backupModes))
    .option('--images', text('help.option.images'))
    .addOption(new Option('--format <FORMAT>', text('help.option.format')).choices(packFormats))
    .option('--level <N>', text('help.option.level'), (value) => levelOf(shell, value))
    .option('--only <SOURCE>', text('help.option.only'), repeated)
    .option('--limit <BYTES/S>', text('help.option.limit'), (value) => limitOf(shell, value))
    .option('--note <TEXT>', text('help.option.note'))
    .option('--no-replicate', text('help.option.noReplicate'))
    .option('--dry-run', text('help.option.dryRun'))
    .action(async (stack: string, { json = false, dryRun, ...settings }: BackupOptions) => {
      checkLevel(settings);
      const request = { stack, ...settings };
      await shell.perform({ json }, async ({ engine, words, terminal, run }) => {
        if (dryRun === true) {
          const preview = await engine.previewBackup(request);
          return { json: preview, lines: previewLines(preview, words) };
        }
        const backup = await run(() => engine.backup(request));
        const { warning } = (await engine.job(backup.jobId)).job;
        const now = terminal.clock();
        const warned = warning === null ? null : words.translator.error(warning, now);
        return {
          json: {
            ...backupRecord(backup, words.translator, now),
            warningCode: warned?.code ?? null,
            warningMessage: warned?.message ?? null,
          },
          lines: [
            ...backupDoneLines(backup, words),
            ...(warning === null ? [] : [words.paint.attention(words.sentence(warning))]),
          ],
          exit: warning === null ? exitCode.done : exitCode.partial,
        };
      });
    });
}

/** A level as it is written; whether the format takes it is for the engine to say. USAGE_INVALID for no whole number. */
export function levelOf(shell: Shell, value: string): number {
  if (!/^-?\d{1,9}$/u.test(value))
    throw new AppError('USAGE_INVALID', { detail: shell.words.text('help.usage.level', { value }) });
  return Number(value);
}

/** Without a format it is the stack's, which the engine knows. */
function checkLevel({ format, level }: Pick<BackupOptions, 'format' | 'level'>): void {
  if (level === undefined || format === undefined) return;
  const { lowest, highest } = formatLevels[format];
  if (!takesLevel(format, level)) throw new AppError('LEVEL_OUT_OF_RANGE', { format, level, lowest, highest });
}

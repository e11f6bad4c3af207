import type { Command } from 'commander';
import { chooseBackup } from '../choose-backup.ts';
import { limitOf } from '../limit-option.ts';
import type { Shell } from '../shell.ts';
import { absolute, type Common, verb } from '../verb.ts';
import { verifyCopies } from '../verify-copies.ts';
import { visible } from '../visible.ts';

interface VerifyOptions extends Common {
  readonly stack?: string;
  readonly limit?: number;
  readonly replica?: string | true;
}

export function addVerify(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'verify', text('help.verb.verify'))
    .argument('[BACKUP|DIR]', text('help.argument.target'))
    .option('--stack <STACK>', text('help.option.ofStack'))
    .option('--limit <BYTES/S>', text('help.option.limit'), (value) => limitOf(shell, value))
    .option('--replica [REPLICA]', text('help.option.verifyReplica'))
    .action((named: string | undefined, options: VerifyOptions) =>
      shell.perform(options, async (session) => {
        const { engine, words } = session;
        if (options.replica !== undefined) {
          const backup = await chooseBackup(session, named, options.stack, () => true);
          return verifyCopies(session, backup, options.replica === true ? undefined : options.replica);
        }
        const target =
          named !== undefined && isPath(named)
            ? absolute(shell, named)
            : (await chooseBackup(session, named, options.stack)).id;
        const report = await session.run(() =>
          engine.verify(target, options.limit === undefined ? {} : { limit: options.limit }),
        );
        const name = visible(report.name);
        const counts = { ...report, raw: words.bytes(report.rawBytes), stored: words.bytes(report.storedBytes) };
        return {
          json: { good: true, ...report },
          lines: [words.paint.good(text('cli.verify.good', { name })), text('cli.verify.counts', counts)],
        };
      }),
    );
}

/** Names of backups hold no separator, so whatever has one is a folder; `.` and `..` are, too. */
function isPath(named: string): boolean {
  return /[/\\]/u.test(named) || named === '.' || named === '..';
}

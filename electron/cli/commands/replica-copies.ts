import type { Command } from 'commander';
import type { ReplicaView } from '../../../shared/model/replica.ts';
import { AppError } from '../../core/errors.ts';
import { chooseBackup } from '../choose-backup.ts';
import { chooseReplica, replicasOf } from '../choose-replica.ts';
import { onEachTarget } from '../each-target.ts';
import { backupRecord } from '../records.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { backupArgument, type Common, verb } from '../verb.ts';
import { verifyCopies } from '../verify-copies.ts';
import { visible } from '../visible.ts';

interface CopyOptions extends Common {
  readonly stack?: string;
  readonly to?: string;
}

/** `replica copy`, `verify` and `fetch`. */
export function addReplicaCopies(replica: Command, shell: Shell): void {
  const { text } = shell.words;

  verb(replica, shell, 'copy', text('help.verb.replicaCopy'))
    .argument('[BACKUP]', text('help.argument.backupToCopy'))
    .option('--to <REPLICA>', text('help.option.toReplica'))
    .option('--stack <STACK>', text('help.option.ofStack'))
    .action((named: string | undefined, options: CopyOptions) =>
      shell.perform(options, async (session) => {
        const backup = named === undefined ? null : await session.engine.findBackup(named, options.stack);
        const targets = await targetsOf(session, options.to, backup?.stackId ?? options.stack);
        return onEachTarget(session, targets, async (target) => {
          const done = await session.run(() => session.engine.copyToReplica(target.id, backup?.id ?? null));
          const report = { replica: target.name, ...done };
          return { json: report, lines: reportLines(report, session.words) };
        });
      }),
    );

  verb(replica, shell, 'verify', text('help.verb.replicaVerify'))
    .addArgument(backupArgument(shell))
    .option('--on <REPLICA>', text('help.option.onReplica'))
    .option('--stack <STACK>', text('help.option.ofStack'))
    .action((named: string | undefined, options: Common & { readonly stack?: string; readonly on?: string }) =>
      shell.perform(options, async (session) => {
        const backup = await chooseBackup(session, named, options.stack, () => true);
        return verifyCopies(session, backup, options.on);
      }),
    );

  verb(replica, shell, 'fetch', text('help.verb.replicaFetch'))
    .addArgument(backupArgument(shell))
    .option('--stack <STACK>', text('help.option.ofStack'))
    .action((named: string | undefined, options: Common & { readonly stack?: string }) =>
      shell.perform(options, async (session) => {
        const backup = await chooseBackup(session, named, options.stack, ({ missing }) => missing);
        const fetched = await session.run(() => session.engine.fetchBackup(backup.id));
        const shown = { name: visible(fetched.name), path: visible(fetched.path ?? '') };
        return {
          json: backupRecord(fetched, session.words.translator, session.terminal.clock()),
          lines: [session.words.paint.good(text('cli.replica.fetched', shown))],
        };
      }),
    );
}

/** The one that was named, else all of a stack, else all. USAGE_INVALID where there is none. */
async function targetsOf(
  session: Session,
  named: string | undefined,
  stack: string | undefined,
): Promise<readonly ReplicaView[]> {
  if (named !== undefined) return [(await chooseReplica(session, named)).replica];
  const all = (await replicasOf(session, stack)).map(({ replica }) => replica);
  const name = stack === undefined ? 'Lifeboat' : visible(stack);
  if (all.length === 0)
    throw new AppError('USAGE_INVALID', { detail: session.words.text('cli.replica.noneOf', { stack: name }) });
  return all;
}

function reportLines(
  report: { readonly replica: string; readonly copied: number; readonly already: number; readonly bytes: number },
  words: Session['words'],
): string[] {
  const { text, paint } = words;
  const replica = visible(report.replica);
  const lines: string[] = [];
  if (report.copied > 0)
    lines.push(
      paint.good(text('cli.replica.copied', { replica, count: report.copied, bytes: words.bytes(report.bytes) })),
    );
  if (report.already > 0) lines.push(paint.good(text('cli.replica.already', { replica, count: report.already })));
  return lines.length > 0 ? lines : [text('cli.replica.nothingWaits', { replica })];
}

import type { Command } from 'commander';
import { chooseBackup } from '../choose-backup.ts';
import { backupRecord } from '../records.ts';
import type { Shell } from '../shell.ts';
import { backupArgument, type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

/** `pin` and `unpin`: whether a retention may delete a backup. */
export function addPin(program: Command, shell: Shell): void {
  const { text } = shell.words;
  const add = (name: 'pin' | 'unpin', pinned: boolean): void => {
    verb(program, shell, name, text(`help.verb.${name}`))
      .addArgument(backupArgument(shell))
      .option('--stack <STACK>', text('help.option.ofStack'))
      .action((named: string | undefined, options: Common & { readonly stack?: string }) =>
        shell.perform(options, async (session) => {
          const { engine, words, terminal } = session;
          const chosen = await chooseBackup(session, named, options.stack, (one) => one.pinned !== pinned);
          const backup = await engine.setPinned(chosen.id, pinned);
          return {
            json: backupRecord(backup, words.translator, terminal.clock()),
            lines: [text(pinned ? 'cli.pin.pinned' : 'cli.pin.unpinned', { name: visible(backup.name) })],
          };
        }),
      );
  };
  add('pin', true);
  add('unpin', false);
}

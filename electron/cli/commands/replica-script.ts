import type { Command } from 'commander';
import { standardMountPoint } from '../../../shared/model/replica.ts';
import { mountScript, type MountFacts } from '../../../shared/replica/mount-script.ts';
import { shareScript, type ShareFacts } from '../../../shared/replica/share-script.ts';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';

/** `replica script mount` and `share`: what to run elsewhere, ready to be piped there. */
export function addReplicaScript(replica: Command, shell: Shell): void {
  const { text } = shell.words;
  const script = replica.command('script').description(text('help.verb.replicaScript'));

  verb(script, shell, 'mount', text('help.verb.replicaScriptMount'))
    .requiredOption('--host <HOST>', text('help.option.smbHost'))
    .requiredOption('--share <SHARE>', text('help.option.smbShare'))
    .requiredOption('--folder <FOLDER>', text('help.option.mountFolder'))
    .requiredOption('--user <NAME>', text('help.option.smbUser'))
    .option('--domain <DOMAIN>', text('help.option.smbDomain'), '')
    .option('--mount-point <DIRECTORY>', text('help.option.mountPoint'), standardMountPoint)
    .action((options: Common & MountFacts) =>
      said(shell, options, mountScript(options), text('cli.replica.scriptMount')),
    );

  verb(script, shell, 'share', text('help.verb.replicaScriptShare'))
    .requiredOption('--path <DIRECTORY>', text('help.option.sharePath'))
    .requiredOption('--share <SHARE>', text('help.option.smbShare'))
    .requiredOption('--folder <FOLDER>', text('help.option.mountFolder'))
    .requiredOption('--user <NAME>', text('help.option.smbUser'))
    .action((options: Common & ShareFacts) =>
      said(shell, options, shareScript(options), text('cli.replica.scriptShare')),
    );
}

/** The script alone on stdout; what to do with it beside it. */
async function said(shell: Shell, options: Common, script: string, hint: string): Promise<void> {
  await shell.perform(options, async (session) => {
    if (!session.json) session.note(hint);
    return Promise.resolve({ json: { script }, lines: script.split('\n') });
  });
}

import type { Command } from 'commander';
import { exitCode } from '../../../shared/exit-codes.ts';
import { errorTable } from '../../../shared/errors.ts';
import { chooseReplica, type ReplicaOfStack, replicasOf } from '../choose-replica.ts';
import { confirm } from '../confirm.ts';
import { packTable, replicaFacts, replicaTable, testLines } from '../replica-lines.ts';
import { type SettingsOptions, settingsOf, withSettingsOptions } from '../replica-options.ts';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';
import { addReplicaAdd, passwordOf } from './replica-add.ts';
import { addReplicaCopies } from './replica-copies.ts';
import { addReplicaScript } from './replica-script.ts';

interface SetOptions extends Common, SettingsOptions {
  readonly passwordFile?: string;
  readonly newPassword?: boolean;
}

/** `replica …`: targets, and the copies on them. */
export function addReplica(program: Command, shell: Shell): void {
  const { text } = shell.words;
  const replica = program.command('replica').description(text('help.verb.replica'));
  addReplicaAdd(replica, shell);

  verb(replica, shell, 'list', text('help.verb.replicaList'))
    .argument('[STACK]', text('help.argument.stack'))
    .action((stack: string | undefined, options: Common) =>
      shell.perform(options, async (session) => {
        const found = await replicasOf(session, stack);
        const [first] = found.length > 0 ? [] : await session.engine.stacks();
        const hint = first === undefined ? [] : [text('cli.replica.hint', { stack: stack ?? visible(first.name) })];
        return {
          json: found.map((one) => ({ stack: one.stack.name, ...one.replica })),
          lines: found.length === 0 ? [text('cli.replica.noTargets'), ...hint] : replicaTable(found, session.words),
        };
      }),
    );

  onReplica(replica, shell, 'test', text('help.verb.replicaTest')).action((name: string, options: Common) =>
    shell.perform(options, async (session) => {
      const { replica: found } = await chooseReplica(session, name);
      const test = await session.engine.testReplica(found.id);
      const failed = test.stages.find(({ ok }) => !ok);
      const good = failed === undefined ? [text('cli.replica.testGood', { replica: visible(found.name) })] : [];
      return {
        json: test,
        lines: [...testLines(test, session.words), ...good],
        exit: failed === undefined ? exitCode.done : errorTable[failed.error?.code ?? 'INTERNAL'].exit,
      };
    }),
  );

  withSettingsOptions(onReplica(replica, shell, 'set', text('help.verb.replicaSet')), shell)
    .option('--new-password', text('help.option.newPassword'))
    .option('--password-file <FILE>', text('help.option.passwordFile'))
    .action((name: string, options: SetOptions) =>
      shell.perform(options, async (session) => {
        const { replica: before, stack } = await chooseReplica(session, name);
        const { place } = before;
        const isPassword = options.newPassword === true || options.passwordFile !== undefined;
        if (isPassword)
          await session.engine.setReplicaPassword(
            before.id,
            await passwordOf(shell, {
              user: '',
              host: before.name,
              ...(place.kind === 'smb' ? place : {}),
              ...options,
            }),
          );
        const after = await session.engine.changeReplica(before.id, settingsOf(options, before));
        const named = { stack: visible(stack.name), replica: visible(after.name) };
        const lines = [text('cli.replica.changed', named), ...replicaFacts({ replica: after, stack }, session.words)];
        return { json: after, lines };
      }),
    );

  onReplica(replica, shell, 'remove', text('help.verb.replicaRemove'))
    .option('--yes', text('help.option.yes'))
    .action((name: string, options: Common & { readonly yes?: boolean }) =>
      shell.perform(options, async (session) => {
        const { replica: found, stack } = await chooseReplica(session, name);
        const named = namesOf({ replica: found, stack });
        if (options.yes !== true) await confirm(session, stack.name, text('cli.replica.ask.remove', named));
        const removed = await session.engine.removeReplica(found.id);
        return { json: removed, lines: [text('cli.replica.removed', named)] };
      }),
    );

  onReplica(replica, shell, 'packs', text('help.verb.replicaPacks')).action((name: string, options: Common) =>
    shell.perform(options, async (session) => {
      const { replica: found } = await chooseReplica(session, name);
      const packs = await session.engine.replicaPacks(found.id);
      return {
        json: packs,
        lines: packs.length === 0 ? [text('cli.replica.noPacks')] : packTable(packs, session.words),
      };
    }),
  );

  onReplica(replica, shell, 'adopt', text('help.verb.replicaAdopt')).action((name: string, options: Common) =>
    shell.perform(options, async (session) => {
      const { replica: found } = await chooseReplica(session, name);
      const report = await session.run(() => session.engine.adoptReplica(found.id));
      const { incomplete, ...counts } = report;
      return {
        json: report,
        lines: [
          text('cli.replica.adopted', { ...counts, replica: visible(found.name) }),
          ...incomplete.map((one) =>
            text('cli.replica.adoptedNot', { name: visible(one.name), detail: visible(one.detail) }),
          ),
        ],
      };
    }),
  );

  addReplicaCopies(replica, shell);
  addReplicaScript(replica, shell);
}

function onReplica(parent: Command, shell: Shell, name: string, description: string): Command {
  return verb(parent, shell, name, description).argument('<REPLICA>', shell.words.text('help.argument.replica'));
}

function namesOf({ replica, stack }: ReplicaOfStack): { readonly replica: string; readonly stack: string } {
  return { replica: visible(replica.name), stack: visible(stack.name) };
}

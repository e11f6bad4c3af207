import type { Command } from 'commander';
import { ReplicaPlace, standardMountPoint } from '../../../shared/model/replica.ts';
import { AppError } from '../../core/errors.ts';
import { replicaFacts } from '../replica-lines.ts';
import { type SettingsOptions, settingsOf, withSettingsOptions } from '../replica-options.ts';
import { secretInput } from '../secret-input.ts';
import type { Shell } from '../shell.ts';
import { absolute, type Common, stackArgument, verb } from '../verb.ts';
import { visible } from '../visible.ts';

interface SmbOptions extends Common, SettingsOptions {
  readonly host: string;
  readonly share: string;
  readonly folder: string;
  readonly user: string;
  readonly domain: string;
  readonly port: string;
  readonly allowOld?: boolean;
  readonly passwordFile?: string;
}

/** `replica add smb`, `mount` and `folder`. */
export function addReplicaAdd(replica: Command, shell: Shell): void {
  const { text } = shell.words;
  const add = replica.command('add').description(text('help.verb.replicaAdd'));

  withSettingsOptions(
    verb(add, shell, 'smb', text('help.verb.replicaAddSmb'))
      .addArgument(stackArgument(shell))
      .requiredOption('--host <HOST>', text('help.option.smbHost'))
      .requiredOption('--share <SHARE>', text('help.option.smbShare'))
      .option('--folder <FOLDER>', text('help.option.smbFolder'), '')
      .requiredOption('--user <NAME>', text('help.option.smbUser'))
      .option('--domain <DOMAIN>', text('help.option.smbDomain'), '')
      .option('--port <PORT>', text('help.option.smbPort'), '445')
      .option('--allow-old', text('help.option.smbOld'))
      .option('--password-file <FILE>', text('help.option.passwordFile')),
    shell,
  ).action(async (stack: string, options: SmbOptions) => {
    const { host, share, folder, user, domain, port, allowOld = false } = options;
    const place = placeOf({ kind: 'smb', host, share, folder, user, domain, port: Number(port), allowOld });
    await added(shell, stack, place, await passwordOf(shell, options), options, host);
  });

  withSettingsOptions(
    verb(add, shell, 'mount', text('help.verb.replicaAddMount'))
      .addArgument(stackArgument(shell))
      .requiredOption('--folder <FOLDER>', text('help.option.mountFolder'))
      .option('--mount-point <DIRECTORY>', text('help.option.mountPoint'), standardMountPoint),
    shell,
  ).action(
    async (
      stack: string,
      options: Common & SettingsOptions & { readonly folder: string; readonly mountPoint: string },
    ) => {
      const { folder, mountPoint } = options;
      const place = placeOf({ kind: 'mount', folder, mountPoint: absolute(shell, mountPoint) });
      await added(shell, stack, place, null, options, 'mount');
    },
  );

  withSettingsOptions(
    verb(add, shell, 'folder', text('help.verb.replicaAddFolder'))
      .addArgument(stackArgument(shell))
      .argument('<DIRECTORY>', text('help.argument.directory'))
      .option('--same-disk', text('help.option.sameDisk')),
    shell,
  ).action(
    async (stack: string, directory: string, options: Common & SettingsOptions & { readonly sameDisk?: boolean }) => {
      const { sameDisk: sameDevice = false } = options;
      const place = placeOf({ kind: 'folder', path: absolute(shell, directory), sameDevice });
      await added(shell, stack, place, null, options, 'disk');
    },
  );
}

async function added(
  shell: Shell,
  stackName: string,
  place: ReplicaPlace,
  password: string | null,
  options: Common & SettingsOptions,
  usualName: string,
): Promise<void> {
  const usual = { name: usualName, required: false, limit: null, retention: { days: null, count: null } };
  const settings = settingsOf(options, usual);
  await shell.perform(options, async ({ engine, words }) => {
    const replica = await engine.addReplica(stackName, place, password, settings);
    const stack = (await engine.stacks()).find(({ id }) => id === replica.stackId);
    const named = { stack: visible(stack?.name ?? stackName), replica: visible(replica.name) };
    const line = words.paint.good(words.text('cli.replica.added', { ...named, where: visible(replica.where) }));
    const facts = stack === undefined ? [] : replicaFacts({ replica, stack }, words);
    return { json: replica, lines: [line, ...facts] };
  });
}

/** From a file, standard input, or a person; never from the command line. USAGE_INVALID where none can be had. */
export async function passwordOf(
  shell: Shell,
  { user, host, passwordFile }: { readonly user: string; readonly host: string; readonly passwordFile?: string },
): Promise<string> {
  const { text } = shell.words;
  const question = text('cli.replica.ask.password', { user: visible(user), host: visible(host) });
  const password = await secretInput(shell, passwordFile, question);
  if (password === undefined || password === '')
    throw new AppError('USAGE_INVALID', { detail: text('cli.replica.ask.needPassword') });
  return password;
}

/** USAGE_INVALID naming what does not fit. */
function placeOf(said: unknown): ReplicaPlace {
  const parsed = ReplicaPlace.safeParse(said);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('USAGE_INVALID', { detail: `--${issue?.path.join(' ')}: ${issue?.message}` });
}

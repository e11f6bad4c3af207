import type { Command } from 'commander';
import { exitCode } from '../../../shared/exit-codes.ts';
import type { AddStack } from '../../core/engine-api.ts';
import { AppError, reportOf } from '../../core/errors.ts';
import { confirm } from '../confirm.ts';
import type { Shell } from '../shell.ts';
import { stackLines } from '../stack-lines.ts';
import { absolute, type Common, repeated, stackArgument, verb } from '../verb.ts';
import { visible } from '../visible.ts';
import { addStackSettings } from './stack-settings.ts';

interface AddOptions extends Common {
  readonly compose?: string;
  readonly project?: string;
  readonly folder?: readonly string[];
  readonly sqlite?: readonly string[];
  readonly exclude?: readonly string[];
  readonly name?: string;
  readonly storage?: string;
}

export function addStacks(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'stacks', text('help.verb.stacks')).action((options: Common) =>
    shell.perform(options, async ({ engine, words, terminal }) => {
      const stacks = await engine.stacks();
      const isPlanned = stacks.some(({ schedule }) => schedule.policies > 0);
      const schedule = isPlanned ? await engine.schedule() : null;
      // Without Docker, folder stacks are still worth showing.
      const asked = await engine.discover().then(
        (projects) => ({ projects, error: null }),
        (error: unknown) => ({ projects: [], error: reportOf(error) }),
      );
      const error =
        asked.error === null
          ? null
          : { ...asked.error, message: words.translator.error(asked.error, terminal.clock()).message };
      return {
        json: { stacks, discovered: asked.projects, discoverError: error },
        lines: stackLines({ stacks, schedule, projects: asked.projects, dockerError: asked.error }, words),
      };
    }),
  );

  const stack = program.command('stack').description(text('help.verb.stack'));
  verb(stack, shell, 'add', text('help.verb.stackAdd'))
    .option('--compose <FILE>', text('help.option.compose'))
    .option('--project <NAME>', text('help.option.project'))
    .option('--folder <DIR>', text('help.option.folder'), repeated)
    .option('--sqlite <FILE>', text('help.option.sqlite'), repeated)
    .option('--exclude <GLOB>', text('help.option.exclude'), repeated)
    .option('--name <NAME>', text('help.option.name'))
    .option('--storage <DIR>', text('help.option.storage'))
    .action(async (options: AddOptions) => {
      const request = addRequest(shell, options);
      await shell.perform(options, async ({ engine, words }) => {
        const added = await engine.addStack(request);
        const name = visible(added.name);
        return {
          json: added,
          lines: [
            words.text('cli.stacks.added', { stack: words.paint.strong(name), storage: visible(added.storage) }),
            words.paint.quiet(words.text('cli.stacks.addedHint', { name })),
          ],
        };
      });
    });

  addStackSettings(stack, shell);

  verb(stack, shell, 'remove', text('help.verb.stackRemove'))
    .addArgument(stackArgument(shell))
    .option('--yes', text('help.option.yes'))
    .action((name: string, options: Common & { readonly yes?: boolean }) =>
      shell.perform(options, async (session) => {
        if (options.yes !== true) await confirm(session, name, text('cli.ask.remove', { stack: visible(name) }));
        const removed = await session.engine.removeStack(name);
        const said = { stack: visible(removed.name), storage: visible(removed.storage) };
        return { json: removed, lines: [text('cli.stacks.removed', said)], exit: exitCode.done };
      }),
    );
}

/** Exactly one way of saying what is to be protected; databases come with folders. */
function addRequest(shell: Shell, options: AddOptions): AddStack {
  const { compose, project, folder = [], sqlite = [], storage, name, exclude } = options;
  const ways = [compose !== undefined, project !== undefined, folder.length > 0].filter(Boolean).length;
  if (ways !== 1 || (sqlite.length > 0 && folder.length === 0))
    throw new AppError('USAGE_INVALID', { detail: shell.words.text('help.usage.oneKindOfStack') });
  const common = {
    ...(name === undefined ? {} : { name }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(storage === undefined ? {} : { storage: absolute(shell, storage) }),
  };
  if (compose !== undefined) return { ...common, composeFile: absolute(shell, compose) };
  if (project !== undefined) return { ...common, project };
  const resolved = (list: readonly string[]) => list.map((path) => absolute(shell, path));
  return { ...common, folders: resolved(folder), sqlite: resolved(sqlite) };
}

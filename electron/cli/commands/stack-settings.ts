import { type Command, Option } from 'commander';
import { packFormats } from '../../../shared/model/pack-format.ts';
import type { StackView } from '../../../shared/model/view.ts';
import type { Engine } from '../../core/engine-api.ts';
import { AppError } from '../../core/errors.ts';
import type { Shell } from '../shell.ts';
import { type StackChange, withChange } from '../stack-change.ts';
import { stackFacts } from '../stack-facts.ts';
import { type Common, repeated, stackArgument, verb } from '../verb.ts';
import { levelOf } from './backup.ts';

/** `stack show` and `stack set`, below `stack`: what holds for every backup of one. */
export function addStackSettings(stack: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(stack, shell, 'show', text('help.verb.stackShow'))
    .addArgument(stackArgument(shell))
    .action((reference: string, options: Common) =>
      shell.perform(options, async ({ engine, words }) => {
        const found = await stackOf(engine, reference);
        return { json: found, lines: stackFacts(found, words) };
      }),
    );
  verb(stack, shell, 'set', text('help.verb.stackSet'))
    .addArgument(stackArgument(shell))
    .addOption(new Option('--format <FORMAT>', text('help.option.format')).choices(packFormats))
    .option('--level <N>', text('help.option.level'), (value) => levelOf(shell, value))
    .option('--leave-out <SOURCE>', text('help.option.leaveOut'), repeated)
    .option('--take-in <SOURCE>', text('help.option.takeIn'), repeated)
    .action(async (reference: string, { json = false, ...change }: Common & StackChange) =>
      shell.perform({ json }, async ({ engine, words }) => {
        const { id, backup } = await stackOf(engine, reference);
        const changed = await engine.setBackupSettings(id, withChange(backup, change, words));
        return { json: changed, lines: [text('cli.stacks.set'), '', ...stackFacts(changed, words)] };
      }),
    );
}

/** An id goes before a name. STACK_NOT_FOUND. */
async function stackOf(engine: Engine, reference: string): Promise<StackView> {
  const stacks = await engine.stacks();
  const found = stacks.find(({ id }) => id === reference) ?? stacks.find(({ name }) => name === reference);
  if (found === undefined) throw new AppError('STACK_NOT_FOUND', { stack: reference });
  return found;
}

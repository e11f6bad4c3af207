import type { Command } from 'commander';
import type { PolicyView } from '../../../shared/model/schedule.ts';
import { choosePolicy, policiesOf } from '../choose-policy.ts';
import { confirm } from '../confirm.ts';
import { firstNext, policyPreviewLines, policyTable, policyWhen } from '../policy-lines.ts';
import { draftOf, type PolicyOptions, withPolicyOptions } from '../policy-options.ts';
import type { Shell } from '../shell.ts';
import { type Common, stackArgument, verb } from '../verb.ts';
import { visible } from '../visible.ts';
import type { Words } from '../words.ts';

/** `policy list`, `add`, `edit`, `remove` and `preview`. */
export function addPolicy(program: Command, shell: Shell): void {
  const { text } = shell.words;
  const policy = program.command('policy').description(text('help.verb.policy'));

  verb(policy, shell, 'list', text('help.verb.policyList'))
    .argument('[STACK]', text('help.argument.stack'))
    .action((stack: string | undefined, options: Common) =>
      shell.perform(options, async (session) => {
        const found = await policiesOf(session, stack);
        const [first] = found.length > 0 ? [] : await session.engine.stacks();
        const hint =
          first === undefined ? [] : [text('cli.schedule.hintFirst', { stack: stack ?? visible(first.name) })];
        return {
          json: found.map((one) => ({ stack: one.stack.name, ...one.policy })),
          lines: found.length === 0 ? [text('cli.schedule.none'), ...hint] : policyTable(found, session.words),
        };
      }),
    );

  withPolicyOptions(
    verb(policy, shell, 'add', text('help.verb.policyAdd')).addArgument(stackArgument(shell)),
    shell,
  ).action((stack: string, options: Common & PolicyOptions) =>
    shell.perform(options, async ({ engine, words }) => {
      const saved = await engine.savePolicy(stack, null, draftOf(options, null));
      return { json: saved, lines: savedLines('added', stack, saved, words) };
    }),
  );

  withPolicyOptions(
    verb(policy, shell, 'edit', text('help.verb.policyEdit')).argument('<POLICY>', text('help.argument.policy')),
    shell,
  ).action((name: string, options: Common & PolicyOptions) =>
    shell.perform(options, async (session) => {
      const { policy: before, stack } = await choosePolicy(session, name);
      const saved = await session.engine.savePolicy(stack.id, before.id, draftOf(options, before));
      return { json: saved, lines: savedLines('changed', stack.name, saved, session.words) };
    }),
  );

  verb(policy, shell, 'remove', text('help.verb.policyRemove'))
    .argument('<POLICY>', text('help.argument.policy'))
    .option('--yes', text('help.option.yes'))
    .action((name: string, options: Common & { readonly yes?: boolean }) =>
      shell.perform(options, async (session) => {
        const { policy: found, stack } = await choosePolicy(session, name);
        const named = { policy: visible(found.name), stack: visible(stack.name) };
        if (options.yes !== true) await confirm(session, stack.name, text('cli.schedule.ask.remove', named));
        const removed = await session.engine.removePolicy(found.id);
        return { json: removed, lines: [text('cli.schedule.removed', named)] };
      }),
    );

  withPolicyOptions(
    verb(policy, shell, 'preview', text('help.verb.policyPreview')).addArgument(stackArgument(shell)),
    shell,
  ).action((stack: string, options: Common & PolicyOptions) =>
    shell.perform(options, async ({ engine, words }) => {
      // One that has the name of another is looked at as a change of that one.
      const draft = draftOf(options, null);
      const before = (await engine.policies(stack)).find(({ name }) => name === draft.name);
      const changed = before === undefined ? draft : draftOf(options, before);
      const preview = await engine.previewPolicy(stack, before?.id ?? null, changed);
      return { json: preview, lines: policyPreviewLines(stack, changed.cron, preview, words) };
    }),
  );
}

function savedLines(verbDone: 'added' | 'changed', stack: string, saved: PolicyView, words: Words): string[] {
  const named = { policy: visible(saved.name), stack: visible(stack) };
  if (!saved.enabled) return [words.text(`cli.schedule.${verbDone}Off`, named)];
  return [
    words.text(`cli.schedule.${verbDone}`, { ...named, when: policyWhen(saved, words) }),
    ...firstNext(saved.next, words),
  ];
}

import { type ReactNode, useState } from 'react';
import { FieldError, Label, Text, TextArea, TextField } from 'react-aria-components';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { globFault, globLimits, globsOf } from '../globs.ts';
import { useAct } from './use-act.ts';

/** What is left out of a stack's backups, for changing. */
export function ExcludeForm({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const load = useStacks(({ load }) => load);
  const saved = stack.definition.exclude;
  // Null while nothing was written: then it follows what is saved.
  const [draft, setDraft] = useState<string | null>(null);
  const act = useAct();
  const globs = globsOf(draft ?? saved.join('\n'));
  const fault = globFault(globs);
  const isChanged = globs.join('\n') !== saved.join('\n');
  const save = (): void =>
    act.run(
      async () => {
        await call('stacks.setExclude', { stack: stack.id, exclude: globs });
        await load();
      },
      () => setDraft(null),
    );
  return (
    <>
      <TextField
        className="field"
        value={draft ?? saved.join('\n')}
        onChange={setDraft}
        isInvalid={fault !== null}
        isReadOnly={act.busy}
      >
        <Label className="field-label">{text('panel.stack.settings.excludeLabel')}</Label>
        <TextArea className="input text-area mono" rows={6} spellCheck={false} />
        <Text slot="description" className="field-hint">
          {text('panel.stack.settings.excludeHint')}
        </Text>
        <FieldError className="field-fault">
          {fault === 'TooMany' ? text('panel.stack.settings.excludeTooMany', { count: globLimits.count }) : null}
          {fault === 'TooLong' ? text('panel.stack.settings.excludeTooLong', { count: globLimits.length }) : null}
        </FieldError>
      </TextField>
      {act.error === null ? null : <ErrorNote error={act.error} />}
      <div>
        <Button isDisabled={!isChanged || fault !== null || act.busy} onPress={save}>
          {text('panel.stack.settings.save')}
        </Button>
      </div>
    </>
  );
}

import { type ReactNode, useState } from 'react';
import type { StackBackup } from '../../../shared/model/stack-backup.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { PackFields } from '../pack-fields.tsx';
import { withLeftOut } from '../source-choice.ts';
import { isSameBackup, type Leavable, leavables, leavesNothing } from './backup-draft.ts';
import { useAct } from './use-act.ts';
import { useCoverage } from './use-coverage.ts';

/** Sources, format and level of every backup of a stack, for changing. */
export function BackupDefaults({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const load = useStacks(({ load }) => load);
  const { coverage, error } = useCoverage(stack.id);
  // Null while nothing was changed: then it follows what is saved.
  const [draft, setDraft] = useState<StackBackup | null>(null);
  const act = useAct();
  const shown = draft ?? stack.backup;
  const candidates = leavables(coverage?.sources ?? null, stack.backup.leftOut);
  const isEmpty = leavesNothing(candidates, shown.leftOut);
  const save = (): void =>
    act.run(
      async () => {
        await call('stacks.setBackupSettings', { stack: stack.id, ...shown, leftOut: [...shown.leftOut] });
        await load();
      },
      () => setDraft(null),
    );
  return (
    <>
      <p className="secondary">{text('panel.stack.settings.backupHint')}</p>
      {coverage === null && error === null ? <Loading label={text('panel.stack.loading')} /> : null}
      {error === null ? null : <ErrorNote error={error} />}
      <Sources
        candidates={candidates}
        leftOut={shown.leftOut}
        onChange={(leftOut) => setDraft({ ...shown, leftOut })}
      />
      <PackFields form={shown} onChange={({ format, level }) => setDraft({ ...shown, format, level })} />
      {isEmpty ? <Note state="attention">{text('panel.backup.noSources')}</Note> : null}
      {act.error === null ? null : <ErrorNote error={act.error} />}
      <div>
        <Button isDisabled={isSameBackup(shown, stack.backup) || isEmpty || act.busy} onPress={save}>
          {text('panel.stack.settings.backupSave')}
        </Button>
      </div>
    </>
  );
}

interface SourcesProps {
  readonly candidates: readonly Leavable[];
  readonly leftOut: readonly string[];
  readonly onChange: (leftOut: readonly string[]) => void;
}

function Sources({ candidates, leftOut, onChange }: SourcesProps): ReactNode {
  const { text } = useWords();
  if (candidates.length === 0) return null;
  return (
    <fieldset className="backup-sources">
      <legend className="field-label">{text('panel.backup.sources')}</legend>
      {candidates.map(({ id, location }) => {
        const isOut = leftOut.includes(id);
        return (
          <Checkbox
            key={id}
            label={location === null ? id : `${id} · ${location}`}
            {...(isOut ? { hint: text(`panel.stack.settings.${outHint(id, location)}`) } : {})}
            on={!isOut}
            onChange={(on) => onChange(withLeftOut(leftOut, id, !on))}
          />
        );
      })}
    </fieldset>
  );
}

/** A database that is not dumped is still in a copy of its server's files. */
function outHint(id: string, location: string | null): 'backupGone' | 'backupNotDumped' | 'backupOut' {
  if (location === null) return 'backupGone';
  return id.startsWith('database/') ? 'backupNotDumped' : 'backupOut';
}

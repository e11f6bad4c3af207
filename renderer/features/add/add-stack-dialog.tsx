import { type ReactNode, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { CallInput } from '../../../shared/ipc/contract.ts';
import { call, reportOf } from '../../client.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Choice } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { emptyDraft, requestOf } from './add-request.ts';
import { type AddWay, addWays, useAdding } from './adding.ts';
import { ComposeFileFields } from './compose-file-fields.tsx';
import { FolderFields } from './folder-fields.tsx';
import { ProjectFields } from './project-fields.tsx';

/** Adds a stack: a Compose project that was found, a compose file, folders, or the sample. */
export function AddStackDialog(): ReactNode {
  const isOpen = useAdding(({ isOpen }) => isOpen);
  const way = useAdding(({ way }) => way);
  return isOpen ? <OpenDialog firstWay={way} /> : null;
}

function OpenDialog({ firstWay }: { readonly firstWay: AddWay }): ReactNode {
  const { text } = useWords();
  const close = useAdding(({ close }) => close);
  const [draft, setDraft] = useState(() => emptyDraft(firstWay));
  const { busy, error, add, forget } = useAdd();
  const request = requestOf(draft);
  const change = (part: Partial<typeof draft>): void => {
    forget();
    setDraft((draft) => ({ ...draft, ...part }));
  };
  return (
    <Dialog
      title={text('panel.add.title')}
      onClose={() => {
        if (!busy) close();
      }}
      buttons={
        <>
          <Button isDisabled={busy} onPress={close}>
            {text('panel.add.close')}
          </Button>
          <Button
            kind="primary"
            isDisabled={busy || request === null}
            onPress={() => {
              if (request !== null) add(request);
            }}
          >
            {text(busy ? 'panel.add.adding' : `panel.add.act.${draft.way}`)}
          </Button>
        </>
      }
    >
      <Choice
        label={text('panel.add.what')}
        value={draft.way}
        options={addWays.map((value) => ({
          value,
          label: text(`panel.add.way.${value}`),
          hint: text(`panel.add.wayHint.${value}`),
        }))}
        onChange={(way) => change({ way })}
      />
      {draft.way === 'project' ? (
        <ProjectFields project={draft.project} onChange={(project) => change({ project })} />
      ) : null}
      {draft.way === 'compose-file' ? (
        <ComposeFileFields file={draft.file} onChange={(file) => change({ file })} />
      ) : null}
      {draft.way === 'folder' ? <FolderFields draft={draft} onChange={change} /> : null}
      {error === null ? null : (
        <div ref={show}>
          <ErrorNote error={error} />
        </div>
      )}
    </Dialog>
  );
}

/** Brings what appears below the visible part of the dialog into it. */
function show(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

interface Add {
  readonly busy: boolean;
  readonly error: ErrorReport | null;
  readonly add: (request: CallInput<'stacks.add'>) => void;
  /** Takes the last refusal away: it was about something else. */
  readonly forget: () => void;
}

/** Adds one stack, and goes to its page. */
function useAdd(): Add {
  const close = useAdding(({ close }) => close);
  const go = useNavigation(({ go }) => go);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorReport | null>(null);
  const run = async (request: CallInput<'stacks.add'>): Promise<void> => {
    const stack = await call('stacks.add', request);
    await useStacks.getState().load();
    close();
    go({ page: 'stack', stackId: stack.id });
  };
  return {
    busy,
    error,
    add: (request) => {
      setBusy(true);
      setError(null);
      run(request)
        .catch((failure: unknown) => setError(reportOf(failure)))
        .finally(() => setBusy(false));
    },
    forget: () => setError(null),
  };
}

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
import { AddFields, RefusedFields } from './add-fields.tsx';
import { changedDraft, type Draft, emptyDraft, refusedDraft, requestOf } from './add-request.ts';
import { type AddWay, addWays, useAdding } from './adding.ts';

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
  const { busy, error, add, forget } = useAdd((report) => setDraft((draft) => refusedDraft(draft, report)));
  const request = requestOf(draft);
  const change = (part: Partial<Draft>): void => {
    forget();
    setDraft((draft) => changedDraft(draft, part));
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
      <AddFields draft={draft} onChange={change} />
      {error !== null || draft.name !== null || draft.asksStorage ? (
        <div ref={show} className="add-refused">
          {error === null ? null : <ErrorNote error={error} />}
          <RefusedFields draft={draft} onChange={change} />
        </div>
      ) : null}
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

/** Adds one stack, and goes to its page; `refused` hears why it was not added. */
function useAdd(refused: (report: ErrorReport) => void): Add {
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
        .catch((failure: unknown) => {
          const report = reportOf(failure);
          setError(report);
          refused(report);
        })
        .finally(() => setBusy(false));
    },
    forget: () => setError(null),
  };
}

import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Confirmable } from '../../../shared/ipc/contract.ts';
import { reportOf } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from './use-act.ts';

interface ConfirmDialogProps<Facts> {
  readonly title: string;
  /** Asks main to describe the act. */
  readonly ask: () => Promise<Confirmable<Facts>>;
  /** Does what was described. */
  readonly act: (token: string) => Promise<unknown>;
  readonly actLabel: string;
  readonly danger?: boolean;
  /** The facts as main said them. */
  readonly children: (facts: Facts) => ReactNode;
  readonly onClose: () => void;
  /** After the act was accepted. */
  readonly onDone?: () => void;
}

/** Asks before an act that takes something away, with the facts that main vouches for. */
export function ConfirmDialog<Facts>({ children, onClose, onDone, ...props }: ConfirmDialogProps<Facts>): ReactNode {
  const { text } = useWords();
  const { asked, error } = useAsked(props.ask);
  const act = useAct();
  const confirm = (token: string): void =>
    act.run(
      async () => props.act(token),
      () => {
        onClose();
        onDone?.();
      },
    );
  return (
    <Dialog
      role="alertdialog"
      title={props.title}
      onClose={onClose}
      buttons={
        <>
          <Button autoFocus onPress={onClose}>
            {text('panel.stack.keep')}
          </Button>
          <Button
            kind={props.danger === true ? 'danger' : 'primary'}
            isDisabled={asked === null || act.busy}
            onPress={() => {
              if (asked !== null) confirm(asked.token);
            }}
          >
            {props.actLabel}
          </Button>
        </>
      }
    >
      {asked === null && error === null ? <Loading label={text('panel.stack.loading')} /> : null}
      {asked === null ? null : children(asked.facts)}
      {error === null ? null : <ErrorNote error={error} />}
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </Dialog>
  );
}

interface Asked<Facts> {
  readonly asked: Confirmable<Facts> | null;
  readonly error: ErrorReport | null;
}

function useAsked<Facts>(ask: () => Promise<Confirmable<Facts>>): Asked<Facts> {
  const [state, setState] = useState<Asked<Facts>>({ asked: null, error: null });
  const describe = useEffectEvent(ask);
  useEffect(() => {
    let wanted = true;
    const take = (next: Asked<Facts>): void => {
      if (wanted) setState(next);
    };
    describe().then(
      (asked) => take({ asked, error: null }),
      (error: unknown) => take({ asked: null, error: reportOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, []);
  return state;
}

import { type ReactNode, useState } from 'react';
import type { ReplicaTest } from '../../../shared/model/replica.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useReplicas } from '../../stores/replicas.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { PlaceFields } from './place-fields.tsx';
import { SettingsFields } from './settings-fields.tsx';
import { StageList } from './stage-list.tsx';
import { emptyPlace, type PlaceRequest, placeRequest, suggestedName } from './place-form.ts';
import { emptySettings, settingsRequest } from './settings-form.ts';
import { hasPassed } from './stage-rows.ts';

/** A test, and of what. */
interface Tested {
  readonly request: PlaceRequest;
  readonly test: ReplicaTest;
}

interface AddDialogProps {
  readonly stack: StackView;
  readonly onClose: () => void;
}

/** A new target of a stack: it can be added once a test of exactly what is written went well. */
export function AddDialog({ stack, onClose }: AddDialogProps): ReactNode {
  const { text } = useWords();
  const load = useReplicas(({ load }) => load);
  const [place, setPlace] = useState(() => ({ ...emptyPlace, mountFolder: stack.name }));
  const [settings, setSettings] = useState(emptySettings);
  const [tested, setTested] = useState<Tested | null>(null);
  const testing = useAct();
  const adding = useAct();
  const request = placeRequest(place);
  const suggested = suggestedName(place);
  const wanted = settingsRequest({ ...settings, name: settings.name.trim() === '' ? suggested : settings.name });
  const hindrance = hindranceOf(request, tested);
  const test = (asked: PlaceRequest): void => {
    setTested(null);
    adding.forget();
    testing.run(
      async () => call('replicas.try', { stack: stack.id, ...asked }),
      (found) => setTested({ request: asked, test: found }),
    );
  };
  const add = (): void => {
    if (request === null || wanted === null) return;
    adding.run(async () => {
      await call('replicas.add', { stack: stack.id, ...request, settings: wanted });
      await load(stack.id);
    }, onClose);
  };
  return (
    <Dialog
      wide
      title={text('panel.replica.dialog.title', { stack: stack.name })}
      onClose={onClose}
      buttons={
        <>
          {hindrance === null ? null : (
            <p className="target-hindrance small secondary" role="status">
              {text(`panel.replica.dialog.${hindrance}`)}
            </p>
          )}
          <Button onPress={onClose}>{text('panel.replica.dialog.keep')}</Button>
          <Button
            kind="primary"
            isDisabled={hindrance !== null || wanted === null || testing.busy || adding.busy}
            onPress={add}
          >
            {text('panel.replica.dialog.act')}
          </Button>
        </>
      }
    >
      <PlaceFields form={place} onChange={setPlace} />
      <div>
        <Button
          isDisabled={request === null}
          isPending={testing.busy}
          onPress={() => {
            if (request !== null) test(request);
          }}
        >
          {text(testing.busy ? 'panel.replica.dialog.testing' : 'panel.replica.dialog.test')}
        </Button>
      </div>
      {testing.busy || tested !== null ? <StageList kind={place.kind} test={tested?.test ?? null} /> : null}
      {testing.error === null ? null : <ErrorNote error={testing.error} />}
      <SettingsFields form={settings} onChange={setSettings} suggested={suggested} />
      {adding.error === null ? null : <ErrorNote error={adding.error} />}
    </Dialog>
  );
}

/** Why a target cannot be added yet; null when it can. */
function hindranceOf(
  request: PlaceRequest | null,
  tested: Tested | null,
): 'incomplete' | 'testFirst' | 'changed' | 'refused' | null {
  if (request === null) return 'incomplete';
  if (tested === null) return 'testFirst';
  if (JSON.stringify(tested.request) !== JSON.stringify(request)) return 'changed';
  return hasPassed(tested.test) ? null : 'refused';
}

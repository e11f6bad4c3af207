import type { ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { standardMountPoint } from '../../../shared/model/replica.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Choice, TextField } from '../../ui/field.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { useChoosing } from '../add/choosing.ts';
import { MountCommands } from './mount-commands.tsx';
import { PlaceText } from './place-text.tsx';
import type { PlaceForm } from './place-form.ts';

interface PlaceProps {
  readonly form: PlaceForm;
  readonly onChange: (form: PlaceForm) => void;
}

const kinds = ['smb', 'mount', 'folder'] as const;

/** Where copies go: which kind of place, and what it takes to reach it. */
export function PlaceFields({ form, onChange }: PlaceProps): ReactNode {
  const { text } = useWords();
  return (
    <>
      <Choice
        label={text('panel.replica.dialog.where')}
        value={form.kind}
        options={kinds.map((value) => ({
          value,
          label: text(`panel.replica.kind.${value}`),
          hint: text(`panel.replica.kindHint.${value}`),
        }))}
        onChange={(kind) => onChange({ ...form, kind })}
      />
      {form.kind === 'smb' ? <ServerFields form={form} onChange={onChange} /> : null}
      {form.kind === 'mount' ? <MountFields form={form} onChange={onChange} /> : null}
      {form.kind === 'folder' ? <FolderFields form={form} onChange={onChange} /> : null}
    </>
  );
}

function ServerFields(props: PlaceProps): ReactNode {
  const { text } = useWords();
  const { form, onChange } = props;
  return (
    <>
      <div className="backup-pair">
        <PlaceText {...props} field="host" placeholder="nas.example.org" />
        <PlaceText {...props} field="share" placeholder="backups" />
      </div>
      <PlaceText {...props} field="folder" hint={text('panel.replica.dialog.folderHint')} />
      <div className="backup-pair">
        <PlaceText {...props} field="user" />
        <TextField
          label={text('panel.replica.dialog.password')}
          value={form.password}
          onChange={(password) => onChange({ ...form, password })}
          secret
        />
      </div>
      <Disclosure className="disclosure">
        <Heading level={3} className="disclosure-heading">
          <Button slot="trigger">{text('panel.replica.dialog.more')}</Button>
        </Heading>
        <DisclosurePanel>
          <div className="backup-more">
            <div className="backup-pair">
              <PlaceText {...props} field="domain" hint={text('panel.replica.dialog.domainHint')} />
              <PlaceText {...props} field="port" />
            </div>
            <Checkbox
              label={text('panel.replica.dialog.allowOld')}
              hint={text('panel.replica.dialog.allowOldHint')}
              on={form.allowOld}
              onChange={(allowOld) => onChange({ ...form, allowOld })}
            />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}

interface ChosenProps {
  readonly label: string;
  /** What is chosen now, or that nothing is. */
  readonly shown: string;
  readonly act: string;
  readonly take: Parameters<typeof useChoosing>[1];
}

function ChosenFolder({ label, shown, act, take }: ChosenProps): ReactNode {
  const { choose, error } = useChoosing('replica', take);
  return (
    <div className="field" role="group" aria-label={label}>
      <span className="field-label">{label}</span>
      <div className="path-line">
        <span className="path selectable" role="status">
          {shown}
        </span>
        <Button onPress={choose}>{act}</Button>
      </div>
      {error === null ? null : <ErrorNote error={error} />}
    </div>
  );
}

function MountFields(props: PlaceProps): ReactNode {
  const { text } = useWords();
  const { form, onChange } = props;
  return (
    <>
      <ChosenFolder
        label={text('panel.replica.dialog.mountPoint')}
        shown={form.mountPoint?.path ?? text('panel.replica.dialog.mountPointUsual', { path: standardMountPoint })}
        act={text('panel.replica.dialog.mountPointChoose')}
        take={(mountPoint) => onChange({ ...form, mountPoint })}
      />
      <PlaceText {...props} field="mountFolder" hint={text('panel.replica.dialog.mountFolderHint')} />
      <MountCommands form={form} onChange={onChange} />
    </>
  );
}

function FolderFields({ form, onChange }: PlaceProps): ReactNode {
  const { text } = useWords();
  return (
    <>
      <ChosenFolder
        label={text('panel.replica.dialog.path')}
        shown={form.path?.path ?? text('panel.replica.dialog.pathNone')}
        act={text('panel.replica.dialog.pathChoose')}
        take={(path) => onChange({ ...form, path })}
      />
      <Checkbox
        label={text('panel.replica.dialog.sameDevice')}
        hint={text('panel.replica.dialog.sameDeviceHint')}
        on={form.sameDevice}
        onChange={(sameDevice) => onChange({ ...form, sameDevice })}
      />
    </>
  );
}

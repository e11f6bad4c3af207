import type { ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { mountScript } from '../../../shared/replica/mount-script.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words.tsx';
import { CopyButton } from '../jobs/copy-button.tsx';
import { PlaceText } from './place-text.tsx';
import { mountFacts } from './mount-facts.ts';
import type { PlaceForm } from './place-form.ts';

interface MountCommandsProps {
  readonly form: PlaceForm;
  readonly onChange: (form: PlaceForm) => void;
}

/** For a share that is not mounted yet: the commands that do it, once it is known what. They hold no password. */
export function MountCommands({ form, onChange }: MountCommandsProps): ReactNode {
  const { text } = useWords();
  const facts = mountFacts(form);
  const commands = facts === null ? null : mountScript(facts);
  return (
    <Disclosure className="disclosure">
      <Heading level={3} className="disclosure-heading">
        <Button slot="trigger">{text('panel.replica.dialog.mountHow')}</Button>
      </Heading>
      <DisclosurePanel>
        <div className="backup-more">
          <div className="backup-pair">
            <PlaceText form={form} onChange={onChange} field="host" />
            <PlaceText form={form} onChange={onChange} field="share" />
            <PlaceText form={form} onChange={onChange} field="user" />
            <PlaceText form={form} onChange={onChange} field="domain" hint={text('panel.replica.dialog.domainHint')} />
          </div>
          {commands === null ? (
            <p className="field-hint">{text('panel.replica.dialog.mountNeeds')}</p>
          ) : (
            <>
              <p className="field-hint">{text('panel.replica.dialog.mountHint')}</p>
              <pre className="mount-commands mono selectable">{commands}</pre>
              <div className="target-acts">
                <CopyButton key={commands} value={commands} label={text('panel.replica.dialog.mountCopy')} />
              </div>
            </>
          )}
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}

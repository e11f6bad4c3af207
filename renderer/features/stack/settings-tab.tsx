import type { ReactNode } from 'react';
import type { StackDefinition } from '../../../shared/model/stack.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { useWords } from '../../words.tsx';
import { BackupDefaults } from './backup-defaults.tsx';
import { ExcludeForm } from './exclude-form.tsx';
import { Facts } from './facts.tsx';
import { MoveStorage } from './move-storage.tsx';
import { RemoveStack } from './remove-stack.tsx';

/** What a stack is, what is left out of it, where its packs are, and the way out of Lifeboat. */
export function SettingsTab({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  return (
    <div className="sections">
      <section className="section">
        <h2>{text('panel.stack.settings.what')}</h2>
        <Definition definition={stack.definition} />
      </section>
      <section className="section">
        <h2>{text('panel.stack.settings.backup')}</h2>
        <BackupDefaults stack={stack} />
      </section>
      <section className="section">
        <h2>{text('panel.stack.settings.exclude')}</h2>
        <ExcludeForm stack={stack} />
      </section>
      <section className="section">
        <h2>{text('panel.stack.settings.storage')}</h2>
        <MoveStorage stack={stack} />
      </section>
      <section className="section">
        <h2>{text('panel.stack.settings.removal')}</h2>
        <RemoveStack stack={stack} />
      </section>
    </div>
  );
}

function Definition({ definition }: { readonly definition: StackDefinition }): ReactNode {
  const { text } = useWords();
  const kind = [text('panel.stack.settings.kind'), text(`panel.stack.kind.${definition.kind}`)] as const;
  if (definition.kind === 'folder')
    return (
      <Facts
        rows={[
          kind,
          [text('panel.stack.settings.folders'), paths(definition.directories)],
          [text('panel.stack.settings.sqlite'), paths(definition.sqlite)],
        ]}
      />
    );
  return (
    <Facts
      rows={[
        kind,
        [text('panel.stack.settings.project'), definition.project],
        [text('panel.stack.settings.files'), paths(definition.files) ?? text('panel.stack.settings.noFiles')],
        [
          text('panel.stack.settings.directory'),
          <span key="directory" className="mono">
            {definition.workingDirectory}
          </span>,
        ],
      ]}
    />
  );
}

function paths(list: readonly string[]): ReactNode {
  return list.length === 0 ? null : (
    <ul className="plain-list mono">
      {list.map((path) => (
        <li key={path}>{path}</li>
      ))}
    </ul>
  );
}

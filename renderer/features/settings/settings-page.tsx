import { type ReactNode, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { PanelState } from '../../../shared/ipc/contract.ts';
import type { SettingsChange } from '../../../shared/model/panel-settings.ts';
import { reportOf } from '../../client.ts';
import { usePanel } from '../../stores/panel.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Dropdown, Switch } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { OpenLogs } from './open-logs.tsx';
import { Section } from './section.tsx';
import { StorageSection } from './storage-section.tsx';
import { TellingSection } from './telling-section.tsx';

interface ChoicesProps {
  readonly settings: PanelState['settings'];
  readonly onChange: (change: SettingsChange) => void;
}

// A language is named in itself, so that whoever cannot read this one finds it.
const languages = [
  { value: 'en', label: 'English' },
  { value: 'zh-CN', label: '简体中文' },
] as const;
const themes = ['system', 'light', 'dark'] as const;

function Appearance({ settings, onChange }: ChoicesProps): ReactNode {
  const { text } = useWords();
  return (
    <Section title={text('panel.settings.appearance')}>
      <Dropdown
        label={text('panel.settings.language')}
        value={settings.language}
        options={[{ value: 'system', label: text('panel.settings.languageOfSystem') }, ...languages]}
        onChange={(language) => onChange({ language })}
      />
      <Dropdown
        label={text('panel.settings.theme')}
        value={settings.theme}
        options={themes.map((value) => ({ value, label: text(`panel.settings.themeOf.${value}`) }))}
        onChange={(theme) => onChange({ theme })}
      />
    </Section>
  );
}

const switches = ['startAtLogin', 'closeToTray', 'notifications'] as const;

function Behaviour({ settings, onChange }: ChoicesProps): ReactNode {
  const { text } = useWords();
  return (
    <Section title={text('panel.settings.behaviour')}>
      {switches.map((name) => (
        <Switch
          key={name}
          label={text(`panel.settings.${name}`)}
          hint={text(`panel.settings.${name}Hint`)}
          on={settings[name]}
          onChange={(on) => onChange({ [name]: on })}
        />
      ))}
    </Section>
  );
}

function About({ state }: { readonly state: PanelState }): ReactNode {
  const { text } = useWords();
  const facts = [
    ['Lifeboat', state.version],
    ['Electron', state.electron],
    [text('panel.settings.home'), state.home],
    [text('panel.settings.licence'), 'Apache-2.0'],
  ] as const;
  return (
    <Section title={text('panel.settings.about')}>
      <dl className="about selectable">
        {facts.map(([name, value]) => (
          <div key={name} className="about-fact">
            <dt className="secondary">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What the operator sets in the panel; each choice holds at once. */
export function SettingsPage(): ReactNode {
  const { text } = useWords();
  const { state, change } = usePanel();
  const [error, setError] = useState<ErrorReport | null>(null);
  if (state === null) return null;
  const set = (wanted: SettingsChange): void => {
    change(wanted)
      .then(() => setError(null))
      .catch((failure: unknown) => setError(reportOf(failure)));
  };
  return (
    <div className="settings">
      <h1>{text('panel.frame.settings')}</h1>
      {error === null ? null : <ErrorNote error={error} />}
      <Appearance settings={state.settings} onChange={set} />
      <Behaviour settings={state.settings} onChange={set} />
      <TellingSection />
      <StorageSection />
      <Section title={text('panel.settings.logs')} hint={text('panel.settings.logsHint')} act={<OpenLogs />} />
      <About state={state} />
    </div>
  );
}

import { type ReactNode, useEffect } from 'react';
import type { InForce, ScheduleSettings, ScheduleSettingsChange } from '../../../shared/model/schedule.ts';
import { call } from '../../client.ts';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Dropdown } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { ZoneField } from '../schedule/zone-field.tsx';
import { useAct } from '../stack/use-act.ts';
import { useScheduleSettings } from './schedule-settings.ts';
import { Section } from './section.tsx';

const parallels = Array.from({ length: 16 }, (_, at) => at + 1);
const verifyDays = [7, 14, 30, 60, 90, 180, 365] as const;

/** What holds for every policy that says nothing else; each choice holds at once. */
export function SchedulesSection(): ReactNode {
  const { text } = useWords();
  const { settings, error, load } = useScheduleSettings();
  useEffect(() => void load(), [load]);
  return (
    <Section title={text('panel.settings.schedules.title')} hint={text('panel.settings.schedules.hint')}>
      {error === null ? null : <ErrorNote error={error} />}
      {settings === null && error === null ? <Loading label={text('panel.settings.schedules.loading')} /> : null}
      {settings === null ? null : <Choices settings={settings} />}
    </Section>
  );
}

function Choices({ settings }: { readonly settings: ScheduleSettings }): ReactNode {
  const { text } = useWords();
  const take = useScheduleSettings(({ take }) => take);
  const act = useAct();
  const set = (change: ScheduleSettingsChange): void => act.run(() => call('schedule.set', change), take);
  const inForce = (from: InForce<unknown>['from'], value: string): string =>
    text(`panel.settings.schedules.inForce.${from}`, { value });
  const days = (count: number): string => text('panel.settings.schedules.days', { count });
  const { timeZone } = settings;
  return (
    <>
      <ZoneField
        // Its own text follows what is chosen only when it is made anew.
        key={`${timeZone.from} ${timeZone.value}`}
        label={text('panel.settings.schedules.timeZone')}
        value={setHere(timeZone)}
        usual={text('panel.settings.schedules.unset')}
        hint={inForce(timeZone.from, timeZone.value)}
        onChange={(zone) => {
          if (zone !== setHere(timeZone)) set({ timeZone: zone });
        }}
      />
      <NumberChoice
        label={text('panel.settings.schedules.maxParallel')}
        setting={settings.maxParallel}
        choices={parallels}
        say={String}
        onChange={(maxParallel) => set({ maxParallel })}
      />
      <NumberChoice
        label={text('panel.settings.schedules.verifyDays')}
        setting={settings.verifyDays}
        choices={verifyDays}
        say={days}
        onChange={(wanted) => set({ verifyDays: wanted })}
      />
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </>
  );
}

interface NumberChoiceProps {
  readonly label: string;
  readonly setting: InForce<number>;
  readonly choices: readonly number[];
  readonly say: (value: number) => string;
  /** Null: not set here. */
  readonly onChange: (value: number | null) => void;
}

const unset = 'unset';

function NumberChoice({ label, setting, choices, say, onChange }: NumberChoiceProps): ReactNode {
  const { text } = useWords();
  const here = setHere(setting);
  // The command line takes others, too.
  const all = [...new Set(here === null ? choices : [...choices, here])].toSorted((one, other) => one - other);
  return (
    <Dropdown
      label={label}
      value={here === null ? unset : String(here)}
      options={[
        { value: unset, label: text('panel.settings.schedules.unset') },
        ...all.map((value) => ({ value: String(value), label: say(value) })),
      ]}
      hint={text(`panel.settings.schedules.inForce.${setting.from}`, { value: say(setting.value) })}
      onChange={(value) => onChange(value === unset ? null : Number(value))}
    />
  );
}

/** What the catalog says itself; null where it leaves it to the environment or the standard. */
function setHere<T>({ value, from }: InForce<T>): T | null {
  return from === 'catalog' ? value : null;
}

import type { ReactNode } from 'react';
import { type Weekday, weekdays } from '../../../shared/schedule/simple-schedule.ts';
import { Checkbox, Dropdown, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { type FaultyPart, withFault } from './form-fields.ts';
import { type PolicyForm, withEvery } from './policy-form.ts';
import { ZoneField } from './zone-field.tsx';

const ways = ['day', 'week', 'month', 'cron'] as const satisfies readonly PolicyForm['every'][];
const monthDays = [...Array.from({ length: 31 }, (_, n) => n + 1), 'last'] as const;
// A week begins on Monday for most who read this.
const mondayFirst = [...weekdays.slice(1), weekdays[0]];

interface WhenProps extends FaultyPart {
  /** The time zone in force, as main said; null until it has. */
  readonly zone: string | null;
}

/** When a policy runs: in a few choices, or by an expression. */
export function WhenFields({ form, onChange, faultOf, zone }: WhenProps): ReactNode {
  const { text } = useWords();
  return (
    <>
      <div className="backup-pair">
        <Dropdown
          label={text('panel.schedule.form.every')}
          value={form.every}
          options={ways.map((value) => ({ value, label: text(`panel.schedule.every.${value}`) }))}
          onChange={(every) => onChange(withEvery(form, every))}
        />
        {form.every === 'cron' ? (
          <TextField
            label={text('panel.schedule.form.cron')}
            value={form.cron}
            onChange={(cron) => onChange({ ...form, cron })}
            {...withFault(faultOf('cron'))}
          />
        ) : (
          <TextField
            label={text('panel.schedule.form.at')}
            value={form.at}
            onChange={(at) => onChange({ ...form, at })}
            {...withFault(faultOf('at'))}
          />
        )}
      </div>
      {form.every === 'week' ? <Weekdays form={form} onChange={onChange} faultOf={faultOf} /> : null}
      {form.every === 'month' ? (
        <div className="backup-pair">
          <Dropdown
            label={text('panel.schedule.form.day')}
            value={String(form.day)}
            options={monthDays.map((day) => ({
              value: String(day),
              label: day === 'last' ? text('panel.schedule.form.lastDay') : String(day),
            }))}
            onChange={(day) => onChange({ ...form, day: day === 'last' ? day : Number(day) })}
          />
          {form.day !== 'last' && form.day > 28 ? (
            <p className="field-hint schedule-beside">{text('panel.schedule.form.dayHint')}</p>
          ) : null}
        </div>
      ) : null}
      <ZoneField value={form.timeZone} zone={zone} onChange={(timeZone) => onChange({ ...form, timeZone })} />
    </>
  );
}

function Weekdays({ form, onChange, faultOf }: FaultyPart): ReactNode {
  const { text } = useWords();
  const fault = faultOf('days');
  const toggled = (day: Weekday, on: boolean): readonly Weekday[] =>
    weekdays.filter((other) => (other === day ? on : form.days.includes(other)));
  return (
    <fieldset className="backup-sources">
      <legend className="field-label">{text('panel.schedule.form.days')}</legend>
      <div className="weekdays">
        {mondayFirst.map((day) => (
          <Checkbox
            key={day}
            label={text(`cron.weekday.${day}`)}
            on={form.days.includes(day)}
            onChange={(on) => onChange({ ...form, days: toggled(day, on) })}
          />
        ))}
      </div>
      {fault === undefined ? null : <p className="field-fault">{fault}</p>}
    </fieldset>
  );
}

import type { ReactNode } from 'react';
import { formatLevels, packFormats } from '../../shared/model/pack-format.ts';
import { Dropdown } from '../ui/field.tsx';
import { useWords } from '../words.tsx';
import { inFormat, levelsOf, type PackForm } from './pack-form.ts';

interface PackFieldsProps {
  readonly form: PackForm;
  readonly onChange: (form: PackForm) => void;
}

/** Format and level of a pack, side by side. */
export function PackFields({ form: { format, level }, onChange }: PackFieldsProps): ReactNode {
  const { text } = useWords();
  return (
    <div className="backup-pair">
      <Dropdown
        label={text('panel.backup.format')}
        value={format}
        options={packFormats.map((value) => ({ value, label: text(`panel.backup.formats.${value}`) }))}
        onChange={(next) => onChange(inFormat(next))}
      />
      <Dropdown
        label={text('panel.backup.level')}
        value={String(level)}
        options={levelsOf(format).map((value) => ({
          value: String(value),
          label:
            value === formatLevels[format].standard
              ? text('panel.backup.levelStandard', { level: value })
              : String(value),
        }))}
        onChange={(next) => onChange({ format, level: Number(next) })}
      />
    </div>
  );
}

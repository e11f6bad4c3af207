import type { ReactNode } from 'react';
import { backupTypes } from '../../../shared/model/backup.ts';
import { Dropdown, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { backupStates, type Filter } from './backup-rows.ts';

interface BackupFiltersProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly shown: number;
  readonly count: number;
}

/** What narrows the list of backups, and how many are left of it. */
export function BackupFilters({ filter, onChange, shown, count }: BackupFiltersProps): ReactNode {
  const { text } = useWords();
  const all = { value: 'all' as const, label: text('panel.stack.list.all') };
  return (
    <div className="backup-filters">
      <TextField
        label={text('panel.stack.list.search')}
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <Dropdown
        label={text('panel.stack.list.type')}
        value={filter.type}
        options={[all, ...backupTypes.map((value) => ({ value, label: text(`words.backupType.${value}`) }))]}
        onChange={(type) => onChange({ ...filter, type })}
      />
      <Dropdown
        label={text('panel.stack.list.status')}
        value={filter.state}
        options={[all, ...backupStates.map((value) => ({ value, label: text(`panel.stack.state.${value}`) }))]}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <p className="secondary small" role="status">
        {text('panel.stack.list.count', { shown, count })}
      </p>
    </div>
  );
}

import { type ReactNode, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { BackupView } from '../../../shared/model/view.ts';
import { Empty } from '../../ui/empty.tsx';
import { TextField } from '../../ui/field.tsx';
import { Light, type LightState } from '../../ui/light.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { type CopyMark, targetsWith } from '../replica/backup-copies.ts';
import { CopyMarks } from '../replica/copy-marks.tsx';
import { canBringBack, found, type Hindrance, hindranceOf } from './choices.ts';
import { useMoment } from './use-moment.ts';

interface ListProps {
  readonly stackId: string;
  readonly backups: readonly BackupView[];
  /** Of each backup, one per target of the stack. */
  readonly marksOf: (backupId: string) => readonly CopyMark[];
  readonly picked: string | null;
  readonly onPick: (backupId: string | null) => void;
}

/** The backups of a stack with a search above them; those that cannot be chosen say why. */
export function ChoiceList({ stackId, backups, marksOf, picked, onPick }: ListProps): ReactNode {
  const { text } = useWords();
  const moment = useMoment(stackId);
  const [query, setQuery] = useState('');
  const texts = ({ createdAt, type, appVersion, name, note }: BackupView) => [
    moment(createdAt),
    text(`words.backupType.${type}`),
    appVersion ?? '',
    name,
    note ?? '',
  ];
  const list = found(
    backups.map((backup) => ({ backup, texts: texts(backup) })),
    query,
  );
  return (
    <>
      <TextField
        label={text('panel.rollback.choose.search')}
        placeholder={text('panel.rollback.choose.searchHint')}
        value={query}
        onChange={setQuery}
        autoFocus
      />
      <ListBox
        aria-label={text('panel.rollback.choose.list')}
        className="rollback-choices"
        selectionMode="single"
        selectedKeys={picked === null ? [] : [picked]}
        disabledKeys={list
          .filter((backup) => hindranceOf(backup) !== null && !canBringBack(backup, targetsWith(marksOf(backup.id))))
          .map(({ id }) => id)}
        onSelectionChange={(keys) => {
          if (keys !== 'all') onPick(list.find(({ id }) => keys.has(id))?.id ?? null);
        }}
        renderEmptyState={() => <Empty sentence={text('panel.rollback.choose.noMatch', { query })} />}
      >
        {list.map((backup) => (
          <ListBoxItem
            key={backup.id}
            id={backup.id}
            textValue={[...texts(backup), markOf(backup)].join(' ')}
            className="rollback-choice"
          >
            <Choice backup={backup} when={moment(backup.createdAt)} marks={marksOf(backup.id)} />
          </ListBoxItem>
        ))}
      </ListBox>
    </>
  );
}

function markOf(backup: BackupView): Exclude<Hindrance, null> | 'verified' | 'unverified' {
  return hindranceOf(backup) ?? (backup.verified ? 'verified' : 'unverified');
}

const lights: Readonly<Record<ReturnType<typeof markOf>, LightState>> = {
  verified: 'good',
  unverified: 'attention',
  missing: 'alarm',
  failed: 'alarm',
  cancelled: 'none',
  running: 'none',
};

interface ChoiceProps {
  readonly backup: BackupView;
  readonly when: string;
  readonly marks: readonly CopyMark[];
}

function Choice({ backup, when, marks }: ChoiceProps): ReactNode {
  const { text, bytes, list } = useWords();
  const from = targetsWith(marks);
  const hindrance = hindranceOf(backup);
  const mark = markOf(backup);
  const said =
    mark === 'verified' || mark === 'unverified'
      ? text(`panel.rollback.choose.${mark}`)
      : canBringBack(backup, from)
        ? text('panel.replica.elsewhere', { targets: list(from) })
        : text('panel.rollback.choose.notNow', { reason: text(`panel.rollback.choose.why.${mark}`) });
  return (
    <>
      <span className="rollback-choice-when">
        {when}
        <span className="field-hint">
          <Ago time={backup.createdAt} />
        </span>
      </span>
      <span>{text(`words.backupType.${backup.type}`)}</span>
      <span className="rollback-choice-version" title={backup.appVersion ?? ''}>
        {backup.appVersion ?? <span className="secondary">{text('panel.rollback.choose.noVersion')}</span>}
      </span>
      <span className="rollback-choice-size">{backup.status === 'succeeded' ? bytes(backup.storedBytes) : '–'}</span>
      <span className={hindrance === null ? 'rollback-choice-mark' : 'rollback-choice-mark rollback-choice-against'}>
        <Light state={lights[mark]} label="" />
        <span className="rollback-choice-said">
          {said}
          {marks.length === 0 ? null : <CopyMarks marks={marks} />}
          {backup.note === null ? null : (
            <span className="field-hint one-line" title={backup.note}>
              {backup.note}
            </span>
          )}
        </span>
      </span>
    </>
  );
}

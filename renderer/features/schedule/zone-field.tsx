import { type ReactNode, useMemo } from 'react';
import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListLayout,
  Popover,
  Text,
  Virtualizer,
} from 'react-aria-components';
import { ChevronDown } from 'lucide-react';
import { useWords } from '../../words.tsx';
import { timeZones, zoneLabel } from './time-zones.ts';

const system = 'system';

/** Some hundred zones: only those in sight are made. */
const rows = { rowHeight: 28, padding: 4 };

interface ZoneProps {
  /** IANA name; null for the installation's. */
  readonly value: string | null;
  /** The one in force; null until main has said it. */
  readonly zone: string | null;
  readonly onChange: (zone: string | null) => void;
}

/** A time zone out of all that there are, found by writing a part of its name. */
export function ZoneField({ value, zone, onChange }: ZoneProps): ReactNode {
  const { text } = useWords();
  // The same objects as long as they say the same: else every key pressed in the editor builds all of them anew.
  const items = useMemo(
    () => [
      { id: system, label: text('panel.schedule.form.zoneSystem') },
      ...timeZones(value).map((id) => ({ id, label: zoneLabel(id) })),
    ],
    [text, value],
  );
  return (
    <ComboBox
      className="field"
      menuTrigger="focus"
      defaultItems={items}
      selectedKey={value ?? system}
      onSelectionChange={(key) => {
        if (typeof key === 'string') onChange(key === system ? null : key);
      }}
    >
      <Label className="field-label">{text('panel.schedule.form.zone')}</Label>
      <div className="combo">
        <Input className="input" spellCheck={false} />
        <Button className="combo-button">
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </Button>
      </div>
      <Text slot="description" className="field-hint">
        {zone === null ? ' ' : text('panel.schedule.form.zoneNow', { zone })}
      </Text>
      <Popover className="popover">
        <Virtualizer layout={ListLayout} layoutOptions={rows}>
          <ListBox
            className="listbox zones"
            renderEmptyState={() => <p className="secondary">{text('panel.schedule.form.zoneNone')}</p>}
          >
            {(item: (typeof items)[number]) => (
              <ListBoxItem id={item.id} textValue={item.label} className="listbox-item">
                {item.label}
              </ListBoxItem>
            )}
          </ListBox>
        </Virtualizer>
      </Popover>
    </ComboBox>
  );
}

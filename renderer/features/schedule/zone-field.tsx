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
  readonly label: string;
  /** IANA name; null for what `usual` says. */
  readonly value: string | null;
  /** What it means to choose none. */
  readonly usual: string;
  readonly hint: string;
  readonly onChange: (zone: string | null) => void;
}

/** A time zone out of all that there are, found by writing a part of its name. */
export function ZoneField({ label, value, usual, hint, onChange }: ZoneProps): ReactNode {
  const { text } = useWords();
  // The same objects as long as they say the same: else every key pressed in the editor builds all of them anew.
  const items = useMemo(
    () => [{ id: system, label: usual }, ...timeZones(value).map((id) => ({ id, label: zoneLabel(id) }))],
    [usual, value],
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
      <Label className="field-label">{label}</Label>
      <div className="combo">
        <Input className="input" spellCheck={false} />
        <Button className="combo-button">
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </Button>
      </div>
      <Text slot="description" className="field-hint">
        {hint}
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

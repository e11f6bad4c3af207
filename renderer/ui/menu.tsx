import type { ReactNode } from 'react';
import { Button, Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Ellipsis } from 'lucide-react';

export interface MenuAct {
  readonly id: string;
  readonly label: string;
  readonly act: () => void;
  /** Destroys something: said by colour, and stands last. */
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Why it is disabled. */
  readonly hint?: string;
}

interface MenuProps {
  readonly label: string;
  readonly acts: readonly MenuAct[];
  /** Takes part in the tab order; a grid lets only its current row's. */
  readonly tabbable?: boolean;
}

/** Acts on one row, behind an icon. */
export function ActsMenu({ label, acts, tabbable = true }: MenuProps): ReactNode {
  return (
    <MenuTrigger>
      {/* Without a tooltip: a list mounts many of these while it scrolls, and the dots say enough. */}
      <Button aria-label={label} excludeFromTabOrder={!tabbable} className="icon-button">
        <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
      </Button>
      <Popover className="popover" placement="bottom end">
        <AriaMenu className="listbox" onAction={(id) => acts.find((act) => act.id === id)?.act()}>
          {acts.map(({ id, label, danger, disabled, hint }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={label}
              isDisabled={disabled === true}
              className={danger === true ? 'listbox-item listbox-danger' : 'listbox-item'}
            >
              {label}
              {hint === undefined ? null : <span className="field-hint">{hint}</span>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

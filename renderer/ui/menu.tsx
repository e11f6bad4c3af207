import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Ellipsis } from 'lucide-react';
import { IconButton } from './button.tsx';

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
      <IconButton label={label} excludeFromTabOrder={!tabbable}>
        <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
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

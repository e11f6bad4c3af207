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
}

interface MenuProps {
  readonly label: string;
  readonly acts: readonly MenuAct[];
}

/** Acts on one row, behind an icon. */
export function ActsMenu({ label, acts }: MenuProps): ReactNode {
  return (
    <MenuTrigger>
      <IconButton label={label}>
        <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <Popover className="popover" placement="bottom end">
        <AriaMenu className="listbox" onAction={(id) => acts.find((act) => act.id === id)?.act()}>
          {acts.map(({ id, label, danger, disabled }) => (
            <MenuItem
              key={id}
              id={id}
              isDisabled={disabled === true}
              className={danger === true ? 'listbox-item listbox-danger' : 'listbox-item'}
            >
              {label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

import { type ReactNode, useState } from 'react';
import { Button as AriaButton, type ButtonProps as AriaProps, Tooltip, TooltipTrigger } from 'react-aria-components';

interface ButtonProps extends Omit<AriaProps, 'className' | 'style' | 'onFocusChange' | 'isPending'> {
  /** `primary` acts, and stands once in a view; `danger` destroys; `plain` is for everything else. */
  readonly kind?: 'primary' | 'plain' | 'danger';
  /** Does nothing for now, and can be reached all the same: the focus comes back to it, or stays on it. */
  readonly isPending?: boolean;
}

/** A button that says what it does. Disabled while it has the focus, it keeps it: keys pressed nowhere do nothing. */
export function Button({ kind = 'plain', isDisabled = false, isPending = false, ...props }: ButtonProps): ReactNode {
  const [focused, setFocused] = useState(false);
  // React Aria's own pending announces the button by an id that is gone when the button has left with its dialog.
  const held = isPending || (isDisabled && focused);
  const { onPress, ...rest } = props;
  const press = held || onPress === undefined ? {} : { onPress };
  return (
    <AriaButton
      {...rest}
      {...press}
      isDisabled={isDisabled && !focused}
      aria-disabled={held}
      onFocusChange={setFocused}
      className={`button button-${kind}`}
    />
  );
}

interface IconButtonProps extends Omit<AriaProps, 'className' | 'style' | 'children' | 'aria-label'> {
  /** What it does: its name for screen readers, and its tooltip. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A button that is an icon alone. */
export function IconButton({ label, children, ...props }: IconButtonProps): ReactNode {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...props} aria-label={label} className="icon-button">
        {children}
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}

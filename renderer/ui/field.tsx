import type { ReactNode } from 'react';
import {
  Button,
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select,
  SelectValue,
  Switch as AriaSwitch,
  Text,
  TextField as AriaTextField,
} from 'react-aria-components';
import { Check, ChevronDown } from 'lucide-react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** Says why the value cannot be taken. */
  readonly fault?: string;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
  /** What is typed is not shown. */
  readonly secret?: boolean;
}

export function TextField(props: TextFieldProps): ReactNode {
  const { label, hint, fault, autoFocus = false, placeholder, secret = false, ...rest } = props;
  return (
    <AriaTextField
      {...rest}
      type={secret ? 'password' : 'text'}
      autoFocus={autoFocus}
      isInvalid={fault !== undefined}
      className="field"
    >
      <Label className="field-label">{label}</Label>
      <Input className="input" spellCheck={false} {...(placeholder === undefined ? {} : { placeholder })} />
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-fault">{fault}</FieldError>
    </AriaTextField>
  );
}

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all visible, each with what it means. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>): ReactNode {
  return (
    <RadioGroup value={value} onChange={(next) => pick(options, next, onChange)} className="field">
      <Label className="field-label">{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className="radio">
          <span className="radio-mark" />
          <span>
            {option.label}
            {option.hint === undefined ? null : <span className="field-hint">{option.hint}</span>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

/** One of several, in a list that opens. */
export function Dropdown<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>): ReactNode {
  return (
    <Select selectedKey={value} onSelectionChange={(next) => pick(options, next, onChange)} className="field">
      <Label className="field-label">{label}</Label>
      <Button className="select-button">
        <SelectValue />
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
      </Button>
      <Popover className="popover">
        <ListBox className="listbox">
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className="listbox-item">
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

function pick<Value extends string>(
  options: readonly Option<Value>[],
  value: unknown,
  onChange: (value: Value) => void,
): void {
  const option = options.find((candidate) => candidate.value === value);
  if (option !== undefined) onChange(option.value);
}

interface ToggleProps {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** A choice that is confirmed with the rest of its dialog. */
export function Checkbox({ label, hint, on, onChange }: ToggleProps): ReactNode {
  return (
    <AriaCheckbox isSelected={on} onChange={onChange} className="checkbox">
      <span className="checkbox-mark">
        <Check size={12} strokeWidth={3} aria-hidden />
      </span>
      <span>
        {label}
        {hint === undefined ? null : <span className="field-hint">{hint}</span>}
      </span>
    </AriaCheckbox>
  );
}

/** A setting that holds at once. */
export function Switch({ label, hint, on, onChange }: ToggleProps): ReactNode {
  return (
    <AriaSwitch isSelected={on} onChange={onChange} className="switch">
      <span>
        {label}
        {hint === undefined ? null : <span className="field-hint">{hint}</span>}
      </span>
      <span className="switch-track">
        <span className="switch-thumb" />
      </span>
    </AriaSwitch>
  );
}

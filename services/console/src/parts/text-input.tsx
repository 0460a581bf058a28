import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';

export interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly type?: 'text' | 'password' | 'url' | 'number' | 'datetime-local';
  readonly rows?: number;
  readonly autoComplete?: string;
  readonly min?: number;
  readonly max?: number;
  /** What is wrong with what stands in it. */
  readonly problem?: string | undefined;
  /** Whoever was in it has gone on. */
  readonly onBlur?: () => void;
  readonly onEnter?: () => void;
}

/** A field for a line of text, or for several with `rows`. */
export function TextInput({
  label,
  value,
  onChange,
  hint,
  placeholder,
  isRequired = false,
  type = 'text',
  rows,
  autoComplete = 'off',
  min,
  max,
  problem,
  onBlur,
  onEnter,
}: TextInputProps) {
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      type={type as 'text'}
      autoComplete={autoComplete}
      // Said to be valid, it would not be looked at whether it is there.
      {...(problem === undefined ? {} : { isInvalid: true })}
      {...(onBlur === undefined ? {} : { onBlur: () => onBlur() })}
      {...(onEnter === undefined
        ? {}
        : {
            onKeyDown: (event: { readonly key: string; continuePropagation(): void }) => {
              // Escape is for the dialog around it.
              event.continuePropagation();
              if (event.key === 'Enter') onEnter();
            },
          })}
    >
      <Label>{label}</Label>
      {rows === undefined ? (
        <Input
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(min === undefined ? {} : { min })}
          {...(max === undefined ? {} : { max })}
        />
      ) : (
        <TextArea rows={rows} />
      )}
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{problem}</FieldError>
    </TextField>
  );
}

import { TextInput } from './text-input.tsx';

interface TimeFieldsProps {
  /** As the fields hold them: url/local-time.ts. */
  readonly from: string;
  readonly to: string;
  readonly onChange: (changed: { readonly from: string } | { readonly to: string }) => void;
  readonly onLeave: () => void;
  readonly onEnter?: () => void;
}

/** The fields of a stretch of time. While a year is typed it is 0002 and 0020 first: what stands there counts when they are left. */
export function TimeFields({ from, to, onChange, onLeave, onEnter }: TimeFieldsProps) {
  const common = {
    type: 'datetime-local' as const,
    onBlur: onLeave,
    ...(onEnter === undefined ? {} : { onEnter }),
  };
  return (
    <>
      <TextInput label="From" {...common} value={from} onChange={(text) => onChange({ from: text })} />
      <TextInput label="To" {...common} value={to} onChange={(text) => onChange({ to: text })} />
    </>
  );
}

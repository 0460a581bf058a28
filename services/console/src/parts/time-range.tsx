import { fromInput, toInput } from '../url/local-time.ts';
import { TextInput } from './text-input.tsx';

interface TimeRangeProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (range: { from: string | undefined; to: string | undefined }) => void;
}

/** A stretch of time, in the viewer's zone; either end may be open. */
export function TimeRange({ from, to, onChange }: TimeRangeProps) {
  return (
    <>
      <TextInput
        label="From"
        type="datetime-local"
        value={toInput(from)}
        onChange={(text) => onChange({ from: fromInput(text), to })}
      />
      <TextInput
        label="To"
        type="datetime-local"
        value={toInput(to)}
        onChange={(text) => onChange({ from, to: fromInput(text) })}
      />
    </>
  );
}

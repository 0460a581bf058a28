import { useState } from 'react';
import { instantOf, toInput } from '../url/local-time.ts';
import { TimeFields } from './time-fields.tsx';

interface TimeRangeProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (range: { from: string | undefined; to: string | undefined }) => void;
}

/** A stretch of time, in the viewer's zone; either end may be open. It counts when a field is left, or by Enter. */
export function TimeRange({ from, to, onChange }: TimeRangeProps) {
  const [draft, setDraft] = useState<{ readonly from?: string; readonly to?: string }>({});
  const typed = { from: toInput(from), to: toInput(to), ...draft };
  function take(): void {
    const range = { from: instantOf(typed.from, from), to: instantOf(typed.to, to) };
    // Whoever hears of it may make another time of it: that is shown then.
    setDraft({});
    if (range.from !== from || range.to !== to) onChange(range);
  }
  return (
    <TimeFields
      {...typed}
      onChange={(changed) => setDraft({ ...draft, ...changed })}
      onLeave={take}
      onEnter={take}
    />
  );
}

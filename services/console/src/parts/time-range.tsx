import { instantOf, toInput } from '../url/local-time.ts';
import { TimeFields } from './time-fields.tsx';
import { useDraft } from './use-draft.ts';

interface TimeRangeProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (range: { from: string | undefined; to: string | undefined }) => void;
  /** What becomes of a time that is not taken as it is. */
  readonly round?: (time: string | undefined) => string | undefined;
}

/** A stretch of time, in the viewer's zone; either end may be open. It counts when a field is left, or by Enter. */
export function TimeRange({ from, to, onChange, round = (time) => time }: TimeRangeProps) {
  const { draft, write } = useDraft({ from, to });
  const typed = { from: toInput(from), to: toInput(to), ...draft };
  function take(): void {
    const range = { from: round(instantOf(typed.from, from)), to: round(instantOf(typed.to, to)) };
    write({ from: toInput(range.from), to: toInput(range.to) });
    if (range.from !== from || range.to !== to) onChange(range);
  }
  return <TimeFields {...typed} onChange={write} onLeave={take} onEnter={take} />;
}

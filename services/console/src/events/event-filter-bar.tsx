import type { FormEvent } from 'react';
import { Action } from '../parts/action.tsx';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { Tick } from '../parts/tick.tsx';
import { TimeFields } from '../parts/time-fields.tsx';
import { useTypedFilters } from '../parts/use-typed-filters.ts';
import type { EventFilters } from '../url/filters.ts';

interface EventFilterBarProps {
  readonly filters: EventFilters;
  readonly onChange: (filters: EventFilters) => void;
}

const STATUS = [
  ['any', 'Any'],
  ['dead', 'Dead'],
  ['pending,sending', 'Under way'],
  ['succeeded', 'Succeeded'],
  ['cancelled', 'Cancelled'],
] as const;

/** What the inbox is filtered by. Each change is a link. */
export function EventFilterBar({ filters, onChange }: EventFilterBarProps) {
  const { typed, problem, write, apply, leaveTime, clear } = useTypedFilters(filters, onChange);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (problem === undefined) apply();
  }
  return (
    <form className="filters" onSubmit={submit} aria-label="Filters">
      <TextInput
        label="Types"
        value={typed.type}
        onChange={(type) => write({ type })}
        placeholder="order.*, user.created"
        problem={problem}
      />
      <Choice
        label="Delivery state"
        value={STATUS.find(([value]) => value === filters.status)?.[0] ?? 'any'}
        options={STATUS}
        onChange={(value) => apply({ status: value === 'any' ? undefined : value })}
      />
      <TimeFields from={typed.from} to={typed.to} onChange={write} onLeave={leaveTime} />
      <Tick
        isSelected={filters.delivered === 'never'}
        onChange={(isNever) => apply({ delivered: isNever ? 'never' : undefined })}
      >
        Never delivered
      </Tick>
      <div className="actions field">
        <Action type="submit">Apply</Action>
        <Action onPress={clear}>Clear</Action>
      </div>
    </form>
  );
}

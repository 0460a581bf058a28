import { type FormEvent, useEffect, useState } from 'react';
import { Action } from '../parts/action.tsx';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { Tick } from '../parts/tick.tsx';
import { TimeRange } from '../parts/time-range.tsx';
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
  const [type, setType] = useState(filters.type ?? '');
  useEffect(() => setType(filters.type ?? ''), [filters.type]);
  // Another filter begins at the newest again.
  const change = (changed: EventFilters) => {
    const { cursor: _, ...rest } = filters;
    onChange({ ...rest, ...changed });
  };
  function submit(event: FormEvent): void {
    event.preventDefault();
    change({ type: type.trim().replaceAll(/[\s,]+/g, ',') });
  }
  return (
    <form className="filters" onSubmit={submit} aria-label="Filters">
      <TextInput label="Types" value={type} onChange={setType} placeholder="order.*, user.created" />
      <Choice
        label="Delivery state"
        value={STATUS.find(([value]) => value === filters.status)?.[0] ?? 'any'}
        options={STATUS}
        onChange={(value) => change({ status: value === 'any' ? undefined : value })}
      />
      <TimeRange from={filters.from} to={filters.to} onChange={change} />
      <Tick
        isSelected={filters.delivered === 'never'}
        onChange={(isNever) => change({ delivered: isNever ? 'never' : undefined })}
      >
        Never delivered
      </Tick>
      <div className="actions field">
        <Action type="submit">Apply</Action>
        <Action onPress={() => onChange({})}>Clear</Action>
      </div>
    </form>
  );
}

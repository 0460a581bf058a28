import { type FormEvent, useEffect, useState } from 'react';
import { useEndpoints } from '../endpoints/use-endpoints.ts';
import { Action } from '../parts/action.tsx';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { TimeRange } from '../parts/time-range.tsx';
import type { DeliveryFilters } from '../url/filters.ts';

interface DeliveryFilterBarProps {
  readonly filters: DeliveryFilters;
  readonly onChange: (filters: DeliveryFilters) => void;
  /** Without it the state is given. */
  readonly hasState: boolean;
}

const STATES = [
  ['any', 'Any'],
  ['pending', 'Pending'],
  ['sending', 'Being sent'],
  ['succeeded', 'Succeeded'],
  ['dead', 'Dead'],
  ['cancelled', 'Cancelled'],
] as const;

/** What the deliveries are filtered by. Each change is a link. */
export function DeliveryFilterBar({ filters, onChange, hasState }: DeliveryFilterBarProps) {
  const { data: endpoints = [] } = useEndpoints();
  const [type, setType] = useState(filters.type ?? '');
  useEffect(() => setType(filters.type ?? ''), [filters.type]);
  const change = (changed: DeliveryFilters) => {
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
      {hasState && (
        <Choice
          label="State"
          value={STATES.find(([value]) => value === filters.state)?.[0] ?? 'any'}
          options={STATES}
          onChange={(value) => change({ state: value === 'any' ? undefined : value })}
        />
      )}
      <Choice
        label="Endpoint"
        value={filters.endpoint_id ?? 'any'}
        options={[['any', 'Any'], ...endpoints.map(({ id, url }) => [id, url] as const)]}
        onChange={(value) => change({ endpoint_id: value === 'any' ? undefined : value })}
      />
      <TimeRange from={filters.from} to={filters.to} onChange={change} />
      <div className="actions field">
        <Action type="submit">Apply</Action>
        <Action onPress={() => onChange({})}>Clear</Action>
      </div>
    </form>
  );
}

import type { FormEvent } from 'react';
import { useEndpoints } from '../endpoints/use-endpoints.ts';
import { Action } from '../parts/action.tsx';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { TimeFields } from '../parts/time-fields.tsx';
import { useTypedFilters } from '../parts/use-typed-filters.ts';
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
      {hasState && (
        <Choice
          label="State"
          value={STATES.find(([value]) => value === filters.state)?.[0] ?? 'any'}
          options={STATES}
          onChange={(value) => apply({ state: value === 'any' ? undefined : value })}
        />
      )}
      <Choice
        label="Endpoint"
        value={filters.endpoint_id ?? 'any'}
        options={[['any', 'Any'], ...endpoints.map(({ id, url }) => [id, url] as const)]}
        onChange={(value) => apply({ endpoint_id: value === 'any' ? undefined : value })}
      />
      <TimeFields from={typed.from} to={typed.to} onChange={write} onLeave={leaveTime} />
      <div className="actions field">
        <Action type="submit">Apply</Action>
        <Action onPress={clear}>Clear</Action>
      </div>
    </form>
  );
}

import { type FormEvent, useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import type { Organization } from '../api/shapes.ts';
import { Action } from '../parts/action.tsx';
import { useChange } from '../parts/change.ts';
import { Choice } from '../parts/choice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { TIERS } from './tiers.ts';

/** What an administrator sets. Every instance knows within a second. */
export function OrganizationForm({ organization }: { readonly organization: Organization }) {
  const api = useApi();
  const [name, setName] = useState(organization.name);
  const [tier, setTier] = useState(organization.tier);
  const [limit, setLimit] = useState(organization.rate_limit === null ? '' : String(organization.rate_limit));
  const [spread, setSpread] = useState(String(organization.partition_spread));
  const change = useChange({
    change: () =>
      api.PATCH('/api/organizations/{id}', {
        params: { path: { id: organization.id } },
        body: {
          ...{ name: name.trim(), tier },
          rate_limit: limit.trim() === '' ? null : Number(limit),
          partition_spread: Number(spread),
        },
      }),
    done: 'The organization is changed',
    touches: ['organization', 'organizations'],
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    change.mutate(undefined);
  }
  return (
    <form className="form" onSubmit={submit}>
      <h2>Limits</h2>
      <TextInput label="Name" value={name} onChange={setName} isRequired />
      <Choice label="Tier" value={tier} options={TIERS} onChange={setTier} />
      <TextInput
        label="Events a minute"
        type="number"
        min={1}
        value={limit}
        onChange={setLimit}
        hint="empty: what the tier has"
      />
      <TextInput
        label="Partitions that its events without an ordering key are spread over"
        type="number"
        min={1}
        max={64}
        value={spread}
        onChange={setSpread}
        hint="more than one is for an organization that alone fills a partition"
      />
      {change.error !== null && <ProblemNotice error={change.error} />}
      <Action type="submit" tone="main" isPending={change.isPending}>
        Save
      </Action>
    </form>
  );
}

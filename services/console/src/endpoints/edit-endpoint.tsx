import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import type { Endpoint } from '../api/shapes.ts';
import { Action } from '../parts/action.tsx';
import { useChange } from '../parts/change.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { changeOf, draftOfEndpoint } from './endpoint-draft.ts';
import { EndpointForm } from './endpoint-form.tsx';

interface EditEndpointProps {
  readonly endpoint: Endpoint;
  readonly onDone: () => void;
}

/** Changes what is said of an endpoint: what differs from what was read when it was opened, and nothing else. */
export function EditEndpoint({ endpoint, onDone }: EditEndpointProps) {
  const api = useApi();
  const [begun] = useState(() => draftOfEndpoint(endpoint));
  const [draft, setDraft] = useState(begun);
  const change = useChange({
    change: () =>
      api.PATCH('/api/endpoints/{id}', {
        params: { path: { id: endpoint.id } },
        body: changeOf(draft, begun),
      }),
    done: 'The endpoint is changed',
    touches: ['endpoint', 'endpoints'],
    onDone,
  });
  return (
    <section className="card" aria-label="Edit the endpoint">
      <h2>Edit</h2>
      <EndpointForm draft={draft} onChange={setDraft} onSubmit={() => change.mutate(undefined)} isNew={false}>
        {change.error !== null && <ProblemNotice error={change.error} />}
        <p className="actions">
          <Action type="submit" tone="main" isPending={change.isPending}>
            Save
          </Action>
          <Action onPress={onDone}>Cancel</Action>
        </p>
      </EndpointForm>
    </section>
  );
}

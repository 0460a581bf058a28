import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { NewEndpoint } from '../api/shapes.ts';
import { Needs } from '../layout/needs.tsx';
import { Action } from '../parts/action.tsx';
import { useChange } from '../parts/change.ts';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Tick } from '../parts/tick.tsx';
import { NEW_ENDPOINT, requestOf } from './endpoint-draft.ts';
import { EndpointForm } from './endpoint-form.tsx';
import { SecretOnce } from './secret-once.tsx';
import { TestEndpoint } from './test-endpoint.tsx';

/** Registers an endpoint, and tries it at once. */
export function NewEndpointView() {
  return (
    <Needs permission="manage" title="New endpoint">
      <NewEndpointForm />
    </Needs>
  );
}

function NewEndpointForm() {
  const api = useApi();
  const [draft, setDraft] = useState(NEW_ENDPOINT);
  const [isTested, setTested] = useState(true);
  const create = useChange({
    change: () => answerOf(api.POST('/api/endpoints', { body: requestOf(draft) })),
    done: 'The endpoint is created',
    touches: ['endpoints'],
  });
  if (create.data) return <Created endpoint={create.data} isTested={isTested} />;
  return (
    <Page title="New endpoint" lead="Events that are stored from now on are posted to it, signed.">
      <EndpointForm draft={draft} onChange={setDraft} onSubmit={() => create.mutate(undefined)} isNew>
        <Tick isSelected={isTested} onChange={setTested}>
          Send a test event at once
        </Tick>
        {create.error !== null && <ProblemNotice error={create.error} />}
        <p className="actions">
          <Action type="submit" tone="main" isPending={create.isPending}>
            Create endpoint
          </Action>
          <Link to="/endpoints" className="link-action">
            Cancel
          </Link>
        </p>
      </EndpointForm>
    </Page>
  );
}

function Created({ endpoint, isTested }: { readonly endpoint: NewEndpoint; readonly isTested: boolean }) {
  return (
    <Page title="The endpoint is created" lead={endpoint.url}>
      <SecretOnce secret={endpoint.secret} publicKey={endpoint.public_key} />
      <TestEndpoint id={endpoint.id} atOnce={isTested} />
      <p>
        <Link
          to="/endpoints/$endpointId"
          params={{ endpointId: endpoint.id }}
          className="link-action link-action-main"
        >
          Go to the endpoint
        </Link>
      </p>
    </Page>
  );
}

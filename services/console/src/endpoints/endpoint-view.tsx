import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Endpoint } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { Needs } from '../layout/needs.tsx';
import { Action } from '../parts/action.tsx';
import { Badge } from '../parts/badge.tsx';
import { CopyText } from '../parts/copy-text.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { StartReplay } from '../replays/start-replay.tsx';
import { EditEndpoint } from './edit-endpoint.tsx';
import { EndpointActions } from './endpoint-actions.tsx';
import { scheduleText } from './endpoint-draft.ts';
import { EndpointHealth } from './endpoint-health.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { TestEndpoint } from './test-endpoint.tsx';
import { useEndpoint } from './use-endpoints.ts';

const route = getRouteApi('/endpoints/$endpointId');

/** One endpoint. */
export function EndpointView() {
  const { endpointId } = route.useParams();
  return (
    <Needs permission="read" title="Endpoint">
      <OneEndpoint id={endpointId} />
    </Needs>
  );
}

function OneEndpoint({ id }: { readonly id: string }) {
  const { may } = useSession();
  const query = useEndpoint(id);
  return (
    <Page
      title="Endpoint"
      lead={query.data?.url}
      actions={query.data && may.manage && <EndpointActions endpoint={query.data} />}
    >
      <Loaded query={query} what="the endpoint">
        {(endpoint) => <EndpointParts endpoint={endpoint} />}
      </Loaded>
    </Page>
  );
}

function EndpointParts({ endpoint }: { readonly endpoint: Endpoint }) {
  const { may } = useSession();
  const [isEdited, setEdited] = useState(false);
  const { id } = endpoint;
  return (
    <>
      <Facts
        of={[
          ['State', <Badge key="state" state={endpoint.state} />],
          ['Id', <CopyText key="id" text={id} what="the endpoint's id" />],
          ['Description', endpoint.description || undefined],
          ['Event types', endpoint.event_types.join(', ')],
          [
            'Filters',
            endpoint.filters.length === 0 ? 'none' : <Conditions key="filters" filters={endpoint.filters} />,
          ],
          ['Rate limit', endpoint.rate_limit === null ? 'none' : `${endpoint.rate_limit} posts a minute`],
          ['Retry schedule', scheduleText(endpoint.retry_schedule) || "the installation's"],
          ['Custom headers', endpoint.header_names.join(', ') || 'none'],
          ['In order', endpoint.ordered ? 'by ordering key' : 'no'],
          ['Created', <Moment key="created" time={endpoint.created_at} />],
        ]}
      />
      <p className="actions">
        <Link to="/deliveries" search={{ endpoint_id: id }} className="link-action">
          Deliveries
        </Link>
        {may.manage && !isEdited && <Action onPress={() => setEdited(true)}>Edit</Action>}
        {may.manage && (
          <StartReplay
            button="Replay"
            endpointId={id}
            begin={{ select: 'failed', from: undefined, to: undefined }}
          />
        )}
      </p>
      {isEdited && <EditEndpoint endpoint={endpoint} onDone={() => setEdited(false)} />}
      <EndpointHealth endpoint={endpoint} />
      {may.manage && <TestEndpoint id={id} />}
      <RotateSecret endpoint={endpoint} />
    </>
  );
}

function Conditions({ filters }: Pick<Endpoint, 'filters'>) {
  return filters.map(({ pointer, op, value }) => (
    <div key={`${pointer} ${op} ${JSON.stringify(value)}`}>
      <code>
        {pointer} {op} {JSON.stringify(value)}
      </code>
    </div>
  ));
}

import { Link } from '@tanstack/react-router';
import type { Endpoint } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { Needs } from '../layout/needs.tsx';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Distance } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { useEndpoints } from './use-endpoints.ts';

/** Where the organization's events go. */
export function EndpointsView() {
  return (
    <Needs permission="read" title="Endpoints">
      <Endpoints />
    </Needs>
  );
}

function Endpoints() {
  const { may } = useSession();
  const query = useEndpoints(5000);
  const create = may.manage && (
    <Link to="/endpoints/new" className="link-action link-action-main">
      New endpoint
    </Link>
  );
  return (
    <Page title="Endpoints" lead="Where events are posted." actions={create}>
      <Loaded query={query} what="the endpoints">
        {(endpoints) =>
          endpoints.length === 0 ? (
            <Empty title="No endpoint yet">
              {may.manage ? create : 'Ask whoever may change endpoints to create one.'}
            </Empty>
          ) : (
            <EndpointTable endpoints={endpoints} />
          )
        }
      </Loaded>
    </Page>
  );
}

function EndpointTable({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  return (
    <div className="table-box">
      <table>
        <caption className="for-readers">All endpoints</caption>
        <thead>
          <tr>
            <th scope="col">URL</th>
            <th scope="col">State</th>
            <th scope="col">Breaker</th>
            <th scope="col">Event types</th>
          </tr>
        </thead>
        <tbody>
          {endpoints.map((endpoint) => (
            <tr key={endpoint.id}>
              <th scope="row">
                <Link to="/endpoints/$endpointId" params={{ endpointId: endpoint.id }}>
                  {endpoint.url}
                </Link>
                {endpoint.description !== '' && <div className="quiet">{endpoint.description}</div>}
              </th>
              <td>
                <Badge state={endpoint.state} />
              </td>
              <td>
                <Badge state={endpoint.health.breaker} />
                {endpoint.health.failing_since !== null && (
                  <>
                    {' '}
                    first failure <Distance time={endpoint.health.failing_since} />
                  </>
                )}
              </td>
              <td>{endpoint.event_types.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

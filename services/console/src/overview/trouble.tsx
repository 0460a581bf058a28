import { Link } from '@tanstack/react-router';
import type { Endpoint } from '../api/shapes.ts';
import { useEndpoints } from '../endpoints/use-endpoints.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Distance } from '../parts/moment.tsx';

const EVERY_MS = 5000;

/** Endpoints that fail, are left alone, or are disabled. */
export function Trouble() {
  const query = useEndpoints(EVERY_MS);
  return (
    <section aria-label="Endpoints in trouble">
      <h2>Endpoints in trouble</h2>
      <Loaded query={query} what="the endpoints">
        {(endpoints) => {
          const troubled = endpoints.filter(isTroubled);
          if (endpoints.length === 0)
            return (
              <Empty title="No endpoint yet">
                Events are kept, but go nowhere. <Link to="/endpoints/new">Register an endpoint</Link>.
              </Empty>
            );
          if (troubled.length === 0) return <p>None: all {endpoints.length} are well.</p>;
          return (
            <ul>
              {troubled.map((endpoint) => (
                <li key={endpoint.id}>
                  <Link to="/endpoints/$endpointId" params={{ endpointId: endpoint.id }}>
                    {endpoint.url}
                  </Link>{' '}
                  <TroubleOf endpoint={endpoint} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

function isTroubled({ state, health }: Endpoint): boolean {
  return state === 'disabled' || health.breaker !== 'closed' || health.failing_since !== null;
}

function TroubleOf({ endpoint: { state, health } }: { readonly endpoint: Endpoint }) {
  if (state === 'disabled') return <Badge state="disabled" />;
  return (
    <>
      {health.breaker !== 'closed' && (
        <Badge state={health.breaker} text={`breaker ${health.breaker.replaceAll('_', ' ')}`} />
      )}{' '}
      {health.failing_since !== null && (
        <>
          failing since <Distance time={health.failing_since} />
        </>
      )}
    </>
  );
}

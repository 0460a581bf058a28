import { Link } from '@tanstack/react-router';
import type { Endpoint } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { useEndpoints } from '../endpoints/use-endpoints.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Distance } from '../parts/moment.tsx';

const EVERY_MS = 5000;

/** Endpoints that fail, are left alone, or are disabled. */
export function Trouble() {
  const query = useEndpoints(EVERY_MS);
  const { may } = useSession();
  return (
    <section aria-label="Endpoints in trouble">
      <h2>Endpoints in trouble</h2>
      <Loaded query={query} what="the endpoints">
        {(endpoints) => {
          const troubled = endpoints.filter(isTroubled);
          if (endpoints.length === 0)
            return (
              <Empty title="No endpoint yet">
                Events are kept, but go nowhere.{' '}
                {may.manage && <Link to="/endpoints/new">Create an endpoint</Link>}
              </Empty>
            );
          if (troubled.length === 0)
            return (
              <p>
                <Badge state="active" text="none" /> All {endpoints.length} are well.
              </p>
            );
          return <TroubleTable endpoints={troubled} />;
        }}
      </Loaded>
    </section>
  );
}

function TroubleTable({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  return (
    <div className="table-box">
      <table>
        <caption className="for-readers">Endpoints in trouble</caption>
        <thead>
          <tr>
            <th scope="col">Endpoint</th>
            <th scope="col">State</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {endpoints.map(({ id, url, description, state, health, disabled_at: disabled }) => (
            <tr key={id}>
              <th scope="row">
                <Link to="/endpoints/$endpointId" params={{ endpointId: id }}>
                  {url}
                </Link>
                {description !== '' && <div className="quiet">{description}</div>}
              </th>
              <td>
                {state === 'disabled' ? (
                  <Badge state="disabled" />
                ) : (
                  <Badge
                    state={health.breaker === 'closed' ? 'failing' : health.breaker}
                    text={
                      health.breaker === 'closed'
                        ? 'failing'
                        : `breaker ${health.breaker.replaceAll('_', ' ')}`
                    }
                  />
                )}
              </td>
              <td>
                <Since time={state === 'disabled' ? disabled : health.failing_since} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Since({ time }: { readonly time: string | null }) {
  return time === null ? '–' : <Distance time={time} />;
}

function isTroubled({ state, health }: Endpoint): boolean {
  return state === 'disabled' || health.breaker !== 'closed' || health.failing_since !== null;
}

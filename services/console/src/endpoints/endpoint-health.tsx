import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { Endpoint, EndpointHealth as Health } from '../api/shapes.ts';
import { count, duration, share } from '../format/amount.ts';
import { Badge } from '../parts/badge.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Distance, Moment } from '../parts/moment.tsx';

const EVERY_MS = 10_000;

/** How an endpoint is doing. */
export function EndpointHealth({ endpoint }: { readonly endpoint: Endpoint }) {
  const api = useApi();
  const { id } = endpoint;
  const query = useQuery({
    queryKey: ['endpoint', id, 'health'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/endpoints/{id}/health', { params: { path: { id } }, signal })),
    refetchInterval: EVERY_MS,
  });
  return (
    <section className="card" aria-label="Health">
      <h2>Health</h2>
      <Loaded query={query} what="how it is doing">
        {(health) => <HealthParts health={health} disabledReason={endpoint.disabled_reason} />}
      </Loaded>
    </section>
  );
}

interface HealthPartsProps {
  readonly health: Health;
  readonly disabledReason: Endpoint['disabled_reason'];
}

function HealthParts({ health, disabledReason }: HealthPartsProps) {
  const { failing_since: failingSince, not_before: notBefore } = health;
  return (
    <>
      <Facts
        of={[
          ['Breaker', <Badge key="breaker" state={health.breaker} />],
          [
            'Failing since',
            failingSince === null ? 'not failing' : <Distance key="since" time={failingSince} />,
          ],
          ['Backs off until', notBefore === null ? undefined : <Distance key="until" time={notBefore} />],
          ['Disabled, because', disabledReason === null ? undefined : DISABLED[disabledReason]],
          ['Concurrency now', count(health.under_way)],
          ['Waiting', health.waiting_at_least ? `${count(health.waiting)} or more` : count(health.waiting)],
        ]}
      />
      <div className="table-box">
        <table>
          <caption>How it has answered</caption>
          <thead>
            <tr>
              <th scope="col">Events of</th>
              <th scope="col" className="number">
                Succeeded
              </th>
              <th scope="col" className="number">
                Attempts
              </th>
              <th scope="col" className="number">
                Answer time, p50
              </th>
              <th scope="col" className="number">
                Answer time, p95
              </th>
            </tr>
          </thead>
          <tbody>
            <HealthRow name="the last hour" of={health.last_hour} />
            <HealthRow name="the last 24 hours" of={health.last_24_hours} />
          </tbody>
        </table>
      </div>
    </>
  );
}

function HealthRow({ name, of }: { readonly name: string; readonly of: Health['last_hour'] }) {
  const { since, complete, attempts, success_rate: rate, answer_ms: answer } = of;
  return (
    <tr>
      <th scope="row">
        {name}
        {!complete && (
          <>
            , since <Moment time={since} />
          </>
        )}
      </th>
      <td className="number">{rate === null ? '–' : share(rate)}</td>
      <td className="number">{count(attempts)}</td>
      <td className="number">{answer === null ? '–' : duration(answer.p50)}</td>
      <td className="number">{answer === null ? '–' : duration(answer.p95)}</td>
    </tr>
  );
}

const DISABLED = { gone: 'it answered 410 Gone', failing: 'nothing but failures for days' } as const;

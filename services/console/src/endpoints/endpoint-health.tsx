import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { Endpoint } from '../api/shapes.ts';
import { counted, duration, share } from '../format/amount.ts';
import { Badge } from '../parts/badge.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Distance } from '../parts/moment.tsx';
import { recentHealth } from './recent-health.ts';

/** How an endpoint is doing. */
export function EndpointHealth({ endpoint }: { readonly endpoint: Endpoint }) {
  const api = useApi();
  const { id, health } = endpoint;
  const query = useQuery({
    queryKey: ['deliveries', 'recent', id],
    queryFn: async ({ signal }) => {
      const params = { query: { endpoint_id: id, limit: '100' } };
      return (await answerOf(api.GET('/api/deliveries', { params, signal }))).deliveries;
    },
    refetchInterval: 10_000,
  });
  return (
    <section className="card" aria-label="Health">
      <h2>Health</h2>
      <Facts
        of={[
          ['Breaker', <Badge key="breaker" state={health.breaker} />],
          [
            'Failing since',
            health.failing_since === null ? (
              'not failing'
            ) : (
              <Distance key="since" time={health.failing_since} />
            ),
          ],
          [
            'Left alone until',
            health.not_before === null ? undefined : <Distance key="until" time={health.not_before} />,
          ],
          [
            'Disabled, because',
            endpoint.disabled_reason === null ? undefined : DISABLED[endpoint.disabled_reason],
          ],
        ]}
      />
      <Loaded query={query} what="its newest deliveries">
        {(deliveries) => {
          const recent = recentHealth(deliveries);
          if (!recent) return <p>Nothing was posted to it yet.</p>;
          return (
            <Facts
              of={[
                ['Succeeded', share(recent.successRate)],
                ['Answered within (p95)', duration(recent.p95Ms)],
                ['Of its newest', counted(recent.attempts, 'attempt')],
              ]}
            />
          );
        }}
      </Loaded>
    </section>
  );
}

const DISABLED = { gone: 'it answered 410 Gone', failing: 'nothing but failures for days' } as const;

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { counted } from '../format/amount.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Moment } from '../parts/moment.tsx';
import { type EndpointDraft, listOf } from './endpoint-draft.ts';
import { readFilter } from './filter-draft.ts';
import { matchEvents } from './match-events.ts';

const LOOKED_AT = 50;
const TYPES = /^(\*|[A-Za-z0-9_.-]{1,126}\.\*|[A-Za-z0-9_.-]{1,128})$/;
const MOST_TYPES = 20;

/** Which of the newest events an endpoint with these types and conditions would have got. */
export function FilterPreview({ draft }: { readonly draft: Pick<EndpointDraft, 'types' | 'filters'> }) {
  const api = useApi();
  const wanted = useDeferredValue(draft);
  // Those that are not finished yet would be refused.
  const types = listOf(wanted.types)
    .filter((type) => TYPES.test(type))
    .slice(0, MOST_TYPES)
    .join(',');
  const query = useQuery({
    queryKey: ['preview', types],
    queryFn: async ({ signal }) => {
      const asked = {
        limit: String(LOOKED_AT),
        include: 'payload' as const,
        ...(types === '' ? {} : { type: types }),
      };
      return (await answerOf(api.GET('/api/inbox', { params: { query: asked }, signal }))).events;
    },
    staleTime: 30_000,
    placeholderData: (old) => old,
  });
  return (
    <section className="card" aria-label="Preview">
      <h2>What it would have got</h2>
      <Loaded query={query} what="recent events">
        {(events) => {
          const found = matchEvents(events, wanted.filters.map(readFilter));
          if (found.kind === 'unfinished')
            return (
              <p>
                Condition {found.index + 1} is not finished: {found.problem}.
              </p>
            );
          if (events.length === 0)
            return <p>No event of these types is kept, so there is nothing to try this on.</p>;
          const matching = found.events.filter(({ matches }) => matches);
          return (
            <>
              <p aria-live="polite">
                {matching.length} of the newest {counted(events.length, 'event')} of these types.
              </p>
              <ul>
                {matching.slice(0, 10).map(({ event }) => (
                  <li key={event.id}>
                    <Link to="/events/$eventId" params={{ eventId: event.id }}>
                      {event.type}
                    </Link>
                    , <Moment time={event.accepted_at} />
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

import { Link } from '@tanstack/react-router';
import { counted } from '../format/amount.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Moment } from '../parts/moment.tsx';
import { useSettled } from '../parts/use-settled.ts';
import type { EndpointDraft } from './endpoint-draft.ts';
import { readFilter } from './filter-draft.ts';
import { matchEvents } from './match-events.ts';
import { previewTypes } from './preview-types.ts';
import { type RecentEvents, useRecentEvents } from './use-recent-events.ts';

const QUIET_MS = 300;

type PreviewedDraft = Pick<EndpointDraft, 'types' | 'filters'>;

/** Which of the newest events an endpoint with these types and conditions would have got. */
export function FilterPreview({ draft }: { readonly draft: PreviewedDraft }) {
  const types = previewTypes(useSettled(draft.types, QUIET_MS));
  const query = useRecentEvents(types.asked);
  return (
    <section className="card" aria-label="Preview">
      <h2>What it would have got</h2>
      {types.asked === undefined ? (
        <p>Say which event types it wants, and what it would have got of them is shown here.</p>
      ) : (
        <Loaded query={query} what="recent events">
          {(recent) => <Matching recent={recent} filters={draft.filters} words={types.words} />}
        </Loaded>
      )}
    </section>
  );
}

interface MatchingProps extends Pick<EndpointDraft, 'filters'> {
  readonly recent: RecentEvents;
  readonly words: string;
}

function Matching({ recent: { events, isComplete }, filters, words }: MatchingProps) {
  const found = matchEvents(events, filters.map(readFilter));
  if (found.kind === 'unfinished')
    return (
      <p>
        Condition {found.index + 1} is not finished: {found.problem}.
      </p>
    );
  if (events.length === 0)
    return isComplete ? (
      <p>No event of {words} is kept, so there is nothing to try this on.</p>
    ) : (
      <p>
        Among the newest events there is none of {words}, so there is nothing to try this on. There may be
        older ones.
      </p>
    );
  const matching = found.events.filter(({ matches }) => matches);
  return (
    <>
      <p aria-live="polite">
        {matching.length} of the newest {counted(events.length, 'event')} of {words}.
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
}

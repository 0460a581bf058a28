import { getRouteApi, Link } from '@tanstack/react-router';
import { DeliveryCard } from '../deliveries/delivery-card.tsx';
import { indentJson } from '../format/json-text.ts';
import { Needs } from '../layout/needs.tsx';
import { CopyText } from '../parts/copy-text.tsx';
import { Empty } from '../parts/empty.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { TraceId } from '../parts/trace-id.tsx';
import { SendAllAgain } from './send-all-again.tsx';
import { timelineOf } from './timeline.ts';
import { Timeline } from './timeline-list.tsx';
import { type ShownEvent, useEvent } from './use-event.ts';

const route = getRouteApi('/events/$eventId');

/** One event: what it holds, and what became of it. */
export function EventView() {
  const { eventId } = route.useParams();
  return (
    <Needs permission="read" title="Event">
      <OneEvent id={eventId} />
    </Needs>
  );
}

function OneEvent({ id }: { readonly id: string }) {
  const query = useEvent(id);
  const type = query.data?.event.type;
  return (
    <Page
      title={type === undefined ? 'Event' : `Event ${type}`}
      actions={query.data && <SendAllAgain deliveries={query.data.event.deliveries} />}
    >
      <Loaded query={query} what="the event">
        {(shown) => <EventParts shown={shown} />}
      </Loaded>
    </Page>
  );
}

/** With more of them each is read when somebody looks at it. */
const FEW = 3;

function EventParts({ shown: { event, payload } }: { readonly shown: ShownEvent }) {
  const hasFew = event.deliveries.length <= FEW;
  return (
    <>
      <Facts
        of={[
          ['Id, also the webhook-id', <CopyText key="id" text={event.id} what="the event's id" />],
          ['Dedup id', event.dedup_id ?? 'none'],
          ['Ordering key', event.ordering_key ?? 'none'],
          ['Accepted', <Moment key="accepted" time={event.accepted_at} />],
          ['Stored', <Moment key="stored" time={event.stored_at} />],
          [
            'In the events topic',
            event.partition === null ? undefined : `partition ${event.partition}, offset ${event.offset}`,
          ],
          ['Trace', event.trace_id === null ? undefined : <TraceId key="trace" id={event.trace_id} />],
          [
            'Others under its dedup id',
            event.conflicts > 0 ? (
              <Conflicts key="conflicts" count={event.conflicts} last={event.last_conflict_at} />
            ) : undefined,
          ],
        ]}
      />
      <h2>Timeline</h2>
      <Timeline steps={timelineOf(event)} hasAnswers={hasFew} />
      <h2>Deliveries</h2>
      {event.deliveries.length === 0 ? (
        <Empty title="No endpoint wanted it">
          When it was stored, no endpoint subscribed to its type with filters that it met.{' '}
          <Link to="/endpoints">Endpoints</Link> can be given what they missed by a replay.
        </Empty>
      ) : (
        event.deliveries.map((delivery) => (
          <DeliveryCard key={delivery.id} delivery={delivery} isOpen={hasFew} />
        ))
      )}
      <h2>Payload</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by the keyboard */}
      <section className="payload" tabIndex={0} aria-label="Payload">
        <pre>{indentJson(payload)}</pre>
      </section>
    </>
  );
}

function Conflicts({ count, last }: { readonly count: number; readonly last: string | null }) {
  return (
    <>
      {count} with another type or payload, not stored; the last <Moment time={last} />
    </>
  );
}

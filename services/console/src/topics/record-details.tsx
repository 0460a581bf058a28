import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TopicRecord } from '../api/shapes.ts';
import { indentJson } from '../format/json-text.ts';
import { CopyText } from '../parts/copy-text.tsx';
import { Facts } from '../parts/facts.tsx';
import { Moment } from '../parts/moment.tsx';
import { TraceId } from '../parts/trace-id.tsx';
import { placeOf } from './record-rows.ts';

/** All that a record holds. */
export function RecordDetails({ record }: { readonly record: TopicRecord }) {
  const { trace_id: trace, organization_id: organization, headers } = record;
  return (
    <>
      <Facts
        of={[
          ...contentOf(record),
          [
            'Organization',
            organization === null ? undefined : (
              <Link
                key="organization"
                to="/organizations/$organizationId"
                params={{ organizationId: organization }}
              >
                {organization}
              </Link>
            ),
          ],
          ['Trace', trace === null ? undefined : <TraceId key="trace" id={trace} />],
          ...Object.entries(headers).map(([name, value]): [string, string] => [`Header ${name}`, value]),
        ]}
      />
      <Value record={record} />
    </>
  );
}

function contentOf(record: TopicRecord): [string, ReactNode][] {
  const { event, wake_up: wakeUp, undecodable } = record;
  // What belongs to an organization is seen by whoever looks at that one.
  const search = record.organization_id === null ? {} : { organization: record.organization_id };
  if (event)
    return [
      [
        'Event',
        <Link key="event" to="/events/$eventId" params={{ eventId: event.id }} search={search}>
          {event.id}
        </Link>,
      ],
      ['Accepted', <Moment key="accepted" time={event.accepted_at} />],
      ['Dedup id', event.dedup_id ?? 'none'],
      ['Ordering key', event.ordering_key ?? 'none'],
    ];
  if (wakeUp) {
    const { endpoint_id: endpointId, delivery } = wakeUp;
    return [
      [
        'Endpoint',
        <Link key="endpoint" to="/endpoints/$endpointId" params={{ endpointId }} search={search}>
          {endpointId}
        </Link>,
      ],
      [
        'Delivery',
        delivery ? (
          <Link
            key="delivery"
            to="/deliveries/$deliveryId"
            params={{ deliveryId: delivery.id }}
            search={search}
          >
            {delivery.id}
          </Link>
        ) : (
          'whatever waits for the endpoint'
        ),
      ],
      ['Of the day', delivery?.day],
      ['Version', delivery?.version],
    ];
  }
  return [['Why it cannot be read', undecodable?.reason]];
}

function Value({ record }: { readonly record: TopicRecord }) {
  const { event, undecodable } = record;
  if (undecodable)
    return undecodable.base64 === null ? null : (
      <CopyText text={undecodable.base64} what="the value, in base64" />
    );
  if (!event) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by the keyboard
    <section tabIndex={0} aria-label={`Body of ${placeOf(record)}`}>
      <pre>{indentJson(event.body)}</pre>
    </section>
  );
}

import type { InboxEvent } from '@hopline/postgres/inbox/inbox-query';
import { payloadOf } from '@hopline/wire/webhook-body';

/** A page as it is answered. */
export interface PrintedPage {
  readonly events: readonly InboxEvent[];
  readonly nextCursor: string | null;
  readonly complete: boolean;
}

/** The JSON of a page without payloads. */
export function printPage({ events, nextCursor, complete }: PrintedPage): object {
  return { events: events.map(eventMembers), next_cursor: nextCursor, complete };
}

/**
 * The JSON text of a page with payloads. Their bytes are put in as they were received; a parser in between would change
 * long integers. An event whose body is gone, because retention came between, is left out.
 */
export function printPageWithPayloads(
  { events, nextCursor, complete }: PrintedPage,
  bodies: ReadonlyMap<string, Buffer>,
): Buffer {
  const parts: Buffer[] = [];
  for (const event of events) {
    const body = bodies.get(event.id);
    if (!body) continue;
    const head = JSON.stringify(eventMembers(event));
    const comma = parts.length === 0 ? '' : ',';
    parts.push(Buffer.from(`${comma}${head.slice(0, -1)},"payload":`), payloadOf(body), Buffer.from('}'));
  }
  const tail = JSON.stringify({ next_cursor: nextCursor, complete });
  return Buffer.concat([Buffer.from('{"events":['), ...parts, Buffer.from(`],${tail.slice(1)}`)]);
}

function eventMembers(event: InboxEvent): object {
  return {
    id: event.id,
    type: event.type,
    accepted_at: event.acceptedAt,
    stored_at: event.storedAt,
    dedup_id: event.dedupId,
    ordering_key: event.orderingKey,
    deliveries: event.deliveries,
  };
}

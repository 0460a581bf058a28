// The way of an event as a tree. Pure.
import type { AttemptWay, DeliveryWay, EventWay } from '@hopline/postgres/events/read-event-way';
import type { BackEndSpan } from './span.ts';

export interface WayNode {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly text: string;
  readonly children: readonly WayNode[];
}

/** What the tables say, in the order of time below each node. */
export function wayTree(way: EventWay): WayNode {
  const { id, type, organization, organizationId, bytes, partition, offset } = way;
  const whose = organization === null ? organizationId : `${organizationId} (${organization})`;
  const stood = partition < 0 ? 'by Hopline itself' : `from partition ${partition} at offset ${offset}`;
  const stored = leaf(way.storedAt, `stored ${stood}`);
  const deliveries = way.deliveries.map(deliveryTree);
  const none = deliveries.length === 0 ? [leaf(way.storedAt, 'no endpoint wanted it')] : [];
  return {
    atMs: way.acceptedAt.getTime(),
    text: `event ${id}: ${type}, ${bytes} bytes, of ${whose}${inTrace(traceIdOf(way))}`,
    children: [stored, ...deliveries, ...none],
  };
}

/** Of the request that brought it. */
export function traceIdOf({ traceparent }: Pick<EventWay, 'traceparent'>): string | null {
  return traceparent?.split('-')[1] ?? null;
}

/** All traces that the tables name, that of the event first. */
export function traceIdsOf(way: EventWay): string[] {
  const attempts = way.deliveries.flatMap((delivery) => delivery.attempts);
  const ids = [traceIdOf(way), ...attempts.map(({ traceId }) => traceId)];
  return [...new Set(ids.filter((id) => id !== null))];
}

function deliveryTree(delivery: DeliveryWay): WayNode {
  const { id, endpointId, url, state, reason, endpointState, replayedAt, replayId } = delivery;
  const where = url === null ? '' : ` at ${URL.parse(url)?.origin ?? 'an address that cannot be read'}`;
  const endpoint = `endpoint ${endpointId}${where}${endpointState === null ? '' : `, ${endpointState}`}`;
  const again = replayId === null ? 'pending again, by hand' : `pending again, by replay ${replayId}`;
  const marks = [
    ...delivery.attempts.map(attemptLeaf),
    ...(replayedAt === null ? [] : [leaf(replayedAt, again)]),
    ...(delivery.deadLetterAt === null ? [] : [leaf(delivery.deadLetterAt, 'dead letter published')]),
  ].sort((a, b) => a.atMs - b.atMs);
  return {
    atMs: delivery.createdAt.getTime(),
    text: `delivery ${id} to ${endpoint}: ${state}${reason === null ? '' : ` (${reason})`}`,
    children: [...marks, ...endOf(delivery)],
  };
}

function endOf({ state, endedAt, nextAttemptAt, leaseUntil }: DeliveryWay): WayNode[] {
  if (endedAt !== null) return [leaf(endedAt, state)];
  if (state === 'sending' && leaseUntil !== null) {
    return [leaf(leaseUntil, 'until then it is being sent; after that the sweeper takes it back')];
  }
  return [leaf(nextAttemptAt, 'the next attempt is due')];
}

function attemptLeaf(attempt: AttemptWay): WayNode {
  const { number, startedAt, durationMs, outcome, statusCode, error, traceId } = attempt;
  const answer = statusCode === null ? outcome : `${outcome} ${statusCode}`;
  const why = error === null ? '' : ` (${error})`;
  return leaf(startedAt, `attempt ${number}: ${answer}${why}, ${durationMs} ms${inTrace(traceId)}`);
}

function leaf(at: Date, text: string): WayNode {
  return { atMs: at.getTime(), text, children: [] };
}

function inTrace(traceId: string | null): string {
  return traceId === null ? '' : `, trace ${traceId}`;
}

/**
 * The spans, each below its parent, and each later trace below the span that it is linked to. A span whose parent is not there
 * is a root, too: a back end may have got only a part.
 */
export function spanTrees(spans: readonly BackEndSpan[]): WayNode[] {
  const known = new Map(spans.map((span) => [keyOf(span), span]));
  const above = new Map<BackEndSpan, BackEndSpan>();
  for (const span of spans) {
    const parent = known.get(keyOf({ ...span, spanId: span.parentSpanId }));
    // Later ones only: an event's span and that of its batch are linked to each other.
    const linked = span.links.flatMap((link) => known.get(keyOf(link)) ?? []);
    const origin =
      parent ?? linked.find(({ traceId, startMs }) => traceId !== span.traceId && startMs <= span.startMs);
    if (origin && !isBelow(origin, span, above)) above.set(span, origin);
  }
  const below = Map.groupBy(above.keys(), (span) => above.get(span) as BackEndSpan);
  const node = (span: BackEndSpan): WayNode => ({
    atMs: span.startMs,
    text: describeSpan(span, above.get(span)),
    children: (below.get(span) ?? []).sort((a, b) => a.startMs - b.startMs).map(node),
  });
  return spans
    .filter((span) => !above.has(span))
    .sort((a, b) => a.startMs - b.startMs)
    .map(node);
}

/** Whether `span` stands on the way up from `from`. */
function isBelow(
  from: BackEndSpan,
  span: BackEndSpan,
  above: ReadonlyMap<BackEndSpan, BackEndSpan>,
): boolean {
  for (let at: BackEndSpan | undefined = from; at; at = above.get(at)) if (at === span) return true;
  return false;
}

function describeSpan(span: BackEndSpan, above: BackEndSpan | undefined): string {
  const { name, service, durationMs, failed, attributes, traceId } = span;
  const error = failed
    ? `, failed${attributes['error.type'] === undefined ? '' : `: ${attributes['error.type']}`}`
    : '';
  const link = above && above.traceId !== traceId ? `, linked trace ${traceId}` : '';
  return `${name} (${service}) ${printMs(durationMs)}${error}${link}`;
}

function keyOf({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `${traceId} ${spanId}`;
}

/** A time span for people. */
export function printMs(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 7_200_000) return `${(ms / 60_000).toFixed(1)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

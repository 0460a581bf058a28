// What `hopline show` prints. Pure.
import { type Decoded, placeOf, traceIdOf } from '@hopline/kafka/record-decoder';
import type { DeliveryWay, EventWay } from '@hopline/postgres/events/read-event-way';
import { safe } from '@hopline/runtime/terminal-text';
import { HEADER } from '@hopline/wire/headers';
import { type Cell, renderTable } from '../output/table.ts';
import type { Paint } from '../output/terminal.ts';
import type { FoundRecords } from './find-records.ts';

export function printEvent(way: EventWay, { records, remarks }: FoundRecords, paint: Paint): string {
  const { id, type, organization, organizationId, dedupId, acceptedAt, storedAt, partition, offset } = way;
  const rows: [string, string][] = [
    ['event', id],
    ['type', type],
    ['organization', `${organizationId}${organization === null ? '' : ` (${safe(organization)})`}`],
    ...(dedupId === null ? [] : [['dedup_id', safe(dedupId)] as [string, string]]),
    ['accepted', acceptedAt.toISOString()],
    ['stored', `${storedAt.toISOString()}${partition < 0 ? '' : `, from ${partition}:${offset}`}`],
    ['body', `${way.bytes} bytes`],
    ['trace', way.traceparent?.split('-')[1] ?? 'none'],
  ];
  const none = 'no endpoint wanted it';
  return [
    ...rows.map(([name, text]) => `${paint('dim', name.padEnd(14))}${text}`),
    '',
    way.deliveries.length === 0 ? none : printDeliveries(way.deliveries, paint),
    '',
    printRecords(records, paint),
    ...remarks.map((remark) => paint('yellow', remark)),
  ].join('\n');
}

function printDeliveries(deliveries: readonly DeliveryWay[], paint: Paint): string {
  const columns = ['DELIVERY', 'ENDPOINT', 'STATE', 'WHEN', 'ATTEMPTS'].map((title) => ({ title }));
  const rows = deliveries.map((delivery): Cell[] => [
    delivery.id,
    delivery.endpointId,
    stateOf(delivery),
    whenOf(delivery),
    delivery.attempts.map(printAttempt).join(', ') || 'none',
  ]);
  return renderTable(columns, rows, paint);
}

function stateOf({ state, reason, endpointState }: DeliveryWay): Cell {
  const text = [state, ...(reason === null ? [] : [`(${reason})`])].join(' ');
  const whole = endpointState === null ? text : `${text}, endpoint ${endpointState}`;
  const style = state === 'succeeded' ? 'green' : state === 'dead' ? 'red' : 'yellow';
  return { text: whole, style };
}

function whenOf({ endedAt, nextAttemptAt }: DeliveryWay): string {
  return endedAt === null ? `due ${nextAttemptAt.toISOString()}` : endedAt.toISOString();
}

function printAttempt({ number, outcome, statusCode, durationMs }: DeliveryWay['attempts'][number]): string {
  return `${number}: ${outcome}${statusCode === null ? '' : ` ${statusCode}`} in ${durationMs} ms`;
}

function printRecords(records: readonly Decoded[], paint: Paint): string {
  if (records.length === 0) return 'Kafka has no record of it (any more)';
  const columns = ['TOPIC', 'PLACE', 'TIME', 'WHAT', 'TRACE'].map((title) => ({ title }));
  const rows = records.map((decoded) => [
    decoded.record.topic,
    placeOf(decoded.record),
    new Date(decoded.record.timestamp).toISOString(),
    describeRecord(decoded),
    traceIdOf(decoded.record) ?? '',
  ]);
  return renderTable(columns, rows, paint);
}

function describeRecord(decoded: Decoded): string {
  if (decoded.kind === 'event') return 'the event';
  if (decoded.kind === 'unreadable') return `unreadable: ${safe(decoded.problem)}`;
  const { delivery } = decoded.wakeUp;
  const reason = decoded.record.headers[HEADER.reason]?.toString('utf8');
  const what = reason === undefined ? 'wake-up' : `dead letter, ${safe(reason)}`;
  return `${what} of ${delivery?.id.slice(0, 8) ?? '?'}, version ${delivery?.version ?? '?'}`;
}

/** For programs. */
export function eventDocument(way: EventWay, { records, remarks }: FoundRecords): object {
  return {
    event: way,
    records: records.map((decoded) => ({
      topic: decoded.record.topic,
      partition: decoded.record.partition,
      offset: decoded.record.offset,
      time: new Date(decoded.record.timestamp).toISOString(),
      what: describeRecord(decoded),
      trace_id: traceIdOf(decoded.record) ?? null,
    })),
    remarks,
  };
}

// A record as tail prints it. Pure.
import type { ReceivedRecord } from '@hopline/kafka/port';
import { type Decoded, organizationOf, placeOf, traceIdOf } from '@hopline/kafka/record-decoder';
import { bytesAsText } from '@hopline/runtime/bytes-text';
import { safe } from '@hopline/runtime/terminal-text';
import type { Paint } from '../output/terminal.ts';

/** A trace has a place of its own. */
const TRACE_HEADERS = new Set(['traceparent', 'tracestate']);

/** Two lines or three: where and what it is, then its key, trace and headers, then the body when it is asked for. */
export function printRecord(decoded: Decoded, { body, paint }: { body: boolean; paint: Paint }): string {
  const { record } = decoded;
  const time = new Date(record.timestamp).toISOString();
  const head = `${paint('dim', time)}  ${paint('bold', placeOf(record))}  ${describe(decoded, paint)}`;
  const lines = [head, `    ${printMarks(record).join('  ')}`];
  if (body && decoded.kind === 'event') lines.push(`    ${safe(bytesAsText(decoded.event.body))}`);
  return lines.join('\n');
}

function describe(decoded: Decoded, paint: Paint): string {
  if (decoded.kind === 'unreadable') {
    const bytes = decoded.record.value?.length ?? 0;
    return paint('red', `unreadable, ${bytes} bytes: ${safe(decoded.problem)}`);
  }
  if (decoded.kind === 'event') {
    const { type, id, organization_id: org, dedup_id: dedup, ordering_key: order, body } = decoded.event;
    const more = [
      ...(dedup === null ? [] : [`dedup_id ${dedup}`]),
      ...(order === null ? [] : [`ordering_key ${order}`]),
    ];
    return safe([type, `event ${id}`, `org ${org}`, ...more, `${body.length} bytes`].join('  '));
  }
  const { endpoint_id: endpoint, organization_id: org, delivery } = decoded.wakeUp;
  const what =
    delivery === null
      ? 'whatever waits'
      : `delivery ${delivery.id} of ${delivery.day}, version ${delivery.version}`;
  return safe([`endpoint ${endpoint}`, `org ${org}`, what].join('  '));
}

function printMarks(record: ReceivedRecord): string[] {
  const trace = traceIdOf(record);
  const headers = Object.entries(record.headers).filter(([name]) => !TRACE_HEADERS.has(name));
  return [
    `key ${record.key === null ? 'none' : safe(bytesAsText(record.key))}`,
    ...(trace === undefined ? [] : [`trace ${trace}`]),
    ...headers.map(([name, value]) => `${safe(name)}=${safe(bytesAsText(value))}`),
  ];
}

/** For programs: one document a line. */
export function recordDocument(decoded: Decoded, { body }: { body: boolean }): object {
  const { record } = decoded;
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    time: new Date(record.timestamp).toISOString(),
    key: record.key === null ? null : bytesAsText(record.key),
    trace_id: traceIdOf(record) ?? null,
    headers: Object.fromEntries(
      Object.entries(record.headers).map(([name, value]) => [name, bytesAsText(value)]),
    ),
    kind: decoded.kind,
    organization_id: organizationOf(decoded) ?? null,
    ...contentOf(decoded, body),
  };
}

function contentOf(decoded: Decoded, body: boolean): object {
  if (decoded.kind === 'unreadable') {
    return { bytes: decoded.record.value?.length ?? null, problem: decoded.problem };
  }
  if (decoded.kind === 'wake-up') {
    return { endpoint_id: decoded.wakeUp.endpoint_id, delivery: decoded.wakeUp.delivery };
  }
  const { id, type, accepted_at: acceptedAt, dedup_id, ordering_key, body: bytes } = decoded.event;
  return {
    ...{ id, type, accepted_at: new Date(acceptedAt).toISOString(), dedup_id, ordering_key },
    bytes: bytes.length,
    ...(body ? { body: bytesAsText(bytes) } : {}),
  };
}

import { type Decoded, organizationOf, traceIdOf } from '@hopline/kafka/record-decoder';
import { bytesAsText } from '@hopline/runtime/bytes-text';
import { printTime } from './print-topics.ts';

/** A record as an answer has it. Pure. */
export function printRecord(decoded: Decoded): object {
  const { record } = decoded;
  const { partition, offset, key, value, headers } = record;
  return {
    ...{ partition, offset: Number(offset), time: printTime(record.timestamp) },
    key: key === null ? null : bytesAsText(key),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, bytesAsText(text)])),
    trace_id: traceIdOf(record) ?? null,
    // Of what cannot be read the key may be anything.
    organization_id: decoded.kind === 'unreadable' ? null : (organizationOf(decoded) ?? null),
    bytes: value?.length ?? null,
    ...contentOf(decoded),
  };
}

function contentOf(decoded: Decoded): object {
  const nothing = { event: null, wake_up: null, undecodable: null };
  if (decoded.kind === 'unreadable') {
    const { value } = decoded.record;
    return {
      ...nothing,
      kind: 'undecodable',
      undecodable: { reason: decoded.problem, base64: value?.toString('base64') ?? null },
    };
  }
  if (decoded.kind === 'wake-up') {
    const { endpoint_id, delivery } = decoded.wakeUp;
    const { id, day, version } = delivery ?? {};
    return {
      ...nothing,
      kind: 'wake_up',
      wake_up: { endpoint_id, delivery: delivery === null ? null : { id, day, version } },
    };
  }
  const { id, type, accepted_at, dedup_id, ordering_key, body } = decoded.event;
  return {
    ...nothing,
    kind: 'event',
    event: {
      ...{ id, type, accepted_at: printTime(accepted_at), dedup_id, ordering_key, body: bytesAsText(body) },
    },
  };
}

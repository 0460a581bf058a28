// A publisher for tests: that a busy machine takes long for a record is no failure.
import type { Publisher } from '@hopline/kafka/port';

const PATIENCE_MS = 60_000;

/** The same publisher, which gives a record up only after a minute. */
export function patient(publisher: Publisher): Publisher {
  const { publish, publishAll } = publisher;
  const options = { timeoutMs: PATIENCE_MS };
  publisher.publish = (record, more) => publish.call(publisher, record, { ...options, ...more });
  publisher.publishAll = (records, more) => publishAll.call(publisher, records, { ...options, ...more });
  return publisher;
}

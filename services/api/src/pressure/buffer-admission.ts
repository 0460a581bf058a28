import type { Publisher } from '@hopline/kafka/port';
import type { onRequestHookHandler } from 'fastify';
import { IngestBufferFullError } from '../errors.ts';

export interface BufferSize {
  readonly records: number;
  readonly bytes: number;
}

/**
 * Answers 429 while the buffer in front of Kafka is full: before the key is looked at and the body is read, so that a
 * refusal costs next to nothing.
 *
 * A buffer that is full refuses; one whose records wait for long does not, not even when Kafka is known to be away. A
 * record has its whole ACCEPT_TIMEOUT, within which a new leader may be elected, and who was refused at once would have
 * had to come back for nothing. What may wait meanwhile is bounded by the buffer.
 */
export function refuseWhenFull(publisher: Pick<Publisher, 'load'>, size: BufferSize): onRequestHookHandler {
  const full = new IngestBufferFullError();
  return (_request, _reply, done) => {
    const { records, bytes } = publisher.load();
    done(records >= size.records || bytes >= size.bytes ? full : undefined);
  };
}

// Large bodies wait for room before they are read. To refuse them at once would not help: the rest of a body that is
// refused must be read all the same, or the connection be closed, and clients that come back at once would keep the
// process busy with reading what it throws away. A body that nobody reads stays with its client, by TCP's own means.
import type { Publisher } from '@hopline/kafka/port';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { IngestBufferFullError } from '../errors.ts';

/** Shorter ones are never held up: as many as there may be connections do not take much. */
const LARGE_DIGITS = 5;
/** Each has the first 64 KB of its body in memory already. */
const MAX_WAITING = 500;
/**
 * A client that has given up is not noticed while its connection is not read; what it had sent is still served. So this
 * is also how long such requests can keep others waiting once an overload is over.
 */
const WAIT_MS = 2000;
/** The buffer tells nobody when it has room again. */
const LOOK_MS = 20;

interface Waiting {
  readonly request: FastifyRequest;
  readonly bytes: number;
  readonly deadline: number;
  readonly done: (error?: Error) => void;
}

/**
 * Lets large bodies in, in the order in which they came, as far as there is room; 429 for those that wait in vain. Stands
 * behind requireApiKey. A client that sends its body slowly takes room until the time-out of its request, but only from
 * other large bodies.
 * @param maxBytes the most that is on its way in or waits for Kafka when another large body is let in
 */
export function limitLargeBodies(publisher: Pick<Publisher, 'load'>, maxBytes: number): onRequestHookHandler {
  const full = new IngestBufferFullError();
  /** Bytes of bodies that are being read; once they are, they are the buffer's. */
  let arriving = 0;
  // In the order of insertion, which is that of the deadlines.
  const waiting = new Set<Waiting>();

  const hasRoom = (bytes: number) => arriving + publisher.load().bytes + bytes <= maxBytes;

  function letIn({ raw }: FastifyRequest, bytes: number): void {
    arriving += bytes;
    // Once, when it has been read, or thrown away, or its connection has ended.
    raw.once('close', () => {
      arriving -= bytes;
    });
  }

  function look(): void {
    const now = performance.now();
    for (const one of waiting) {
      const fits = hasRoom(one.bytes);
      if (!fits && one.deadline > now) break;
      waiting.delete(one);
      if (one.request.raw.destroyed) continue;
      if (fits) letIn(one.request, one.bytes);
      one.done(fits ? undefined : full);
    }
    if (waiting.size > 0) setTimeout(look, LOOK_MS);
  }

  return (request, reply, done) => {
    const length = request.headers['content-length'];
    if (length !== undefined && length.length < LARGE_DIGITS) return done();
    const bytes = mostBytes(request, length);
    if (bytes === 0) return done();
    if (waiting.size === 0 && hasRoom(bytes)) {
      letIn(request, bytes);
      return done();
    }
    if (waiting.size >= MAX_WAITING) {
      // Now there is nothing left but not to read it.
      reply.header('connection', 'close');
      return done(full);
    }
    if (waiting.size === 0) setTimeout(look, LOOK_MS);
    waiting.add({ request, bytes, deadline: performance.now() + WAIT_MS, done });
  };
}

/** The most that will be read of the body; nobody knows how long a chunked one will be. */
function mostBytes({ headers, routeOptions }: FastifyRequest, contentLength: string | undefined): number {
  if (contentLength !== undefined) return Math.min(Number(contentLength), routeOptions.bodyLimit);
  return headers['transfer-encoding'] === undefined ? 0 : routeOptions.bodyLimit;
}

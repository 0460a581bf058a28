import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { IngestBufferFullError } from '../errors.ts';

/** Shorter ones are not counted: as many as there may be connections do not take much. */
const COUNTED_DIGITS = 5;

/**
 * Bounds the memory of bodies on their way in, which the buffer in front of Kafka knows nothing of yet: large ones get
 * 429 when all that are being read would be more than `maxBytes`. A client that sends its body slowly holds up large
 * bodies at most, and after the time-out of a request not even those.
 */
export function limitBodiesInFlight(maxBytes: number): onRequestHookHandler {
  const full = new IngestBufferFullError();
  let held = 0;
  return (request, _reply, done) => {
    const length = request.headers['content-length'];
    if (length !== undefined && length.length < COUNTED_DIGITS) return done();
    const bytes = mostBytes(request, length);
    if (bytes === 0) return done();
    if (held + bytes > maxBytes) return done(full);
    held += bytes;
    // Once, when it has been read, or thrown away, or its connection has ended.
    request.raw.once('close', () => {
      held -= bytes;
    });
    done();
  };
}

/** The most that the body can become in memory. */
function mostBytes(request: FastifyRequest, contentLength: string | undefined): number {
  const { headers } = request;
  if (contentLength === undefined && headers['transfer-encoding'] === undefined) return 0;
  const { bodyLimit } = request.routeOptions;
  // Chunked, or larger once it is inflated: nobody knows before it is there.
  if (contentLength === undefined || headers['content-encoding'] !== undefined) return bodyLimit;
  return Math.min(Number(contentLength), bodyLimit);
}

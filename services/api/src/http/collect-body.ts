// Reads a request's body into one buffer. Fastify's own parsers copy also what came in one piece, as nearly every event
// does, and add and remove listeners that the end of the body makes useless by itself.
import type { IncomingMessage } from 'node:http';
import { RequestMalformedError, RequestTooLargeError } from '../errors.ts';

/** The whole body, or why there is none: RequestTooLargeError, RequestMalformedError, or an error of the connection. */
export type TakeBody = (error: Error | null, body?: Buffer) => void;

const EMPTY = Buffer.alloc(0);

/**
 * Calls back once. A body that is too large is refused as soon as that is known, and its rest is left unread.
 * @param limit the most bytes
 */
export function collectBody(stream: IncomingMessage, limit: number, take: TakeBody): void {
  const announced = Number(stream.headers['content-length']);
  if (announced > limit) {
    take(tooLarge(limit));
    return;
  }
  let first: Buffer | undefined;
  let others: Buffer[] | undefined;
  let received = 0;
  let isDone = false;
  const finish: TakeBody = (error, body) => {
    if (isDone) return;
    isDone = true;
    // The listeners stay with the request, which waits for Kafka: nothing of the body may stay with them.
    first = undefined;
    others = undefined;
    take(error, body);
  };
  stream.on('data', (chunk: Buffer) => {
    if (isDone) return;
    received += chunk.length;
    if (received > limit) return finish(tooLarge(limit));
    if (!first) first = chunk;
    else if (others) others.push(chunk);
    else others = [first, chunk];
  });
  stream.on('end', () => {
    if (!Number.isNaN(announced) && received !== announced) {
      return finish(new RequestMalformedError('the body is not as long as its content-length says'));
    }
    finish(null, others ? Buffer.concat(others, received) : (first ?? EMPTY));
  });
  stream.on('error', finish);
}

function tooLarge(limit: number): RequestTooLargeError {
  return new RequestTooLargeError(`the body has more than ${limit} bytes`);
}

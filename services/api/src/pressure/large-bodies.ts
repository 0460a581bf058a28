// Large bodies wait for room before they are read. To refuse them at once would not help: the rest of a body that is
// refused must be read all the same, or the connection be closed, and clients that come back at once would keep the
// process busy with reading what it throws away. A body that nobody reads stays with its client, by TCP's own means.
import type { ServerResponse } from 'node:http';
import type { Publisher } from '@hopline/kafka/port';
import type { FastifyRequest, preParsingHookHandler } from 'fastify';
import { organizationOf } from '../auth/authenticate.ts';
import { IngestBufferFullError } from '../errors.ts';
import { codingOf } from '../http/content-coding.ts';
import { BodyRoom, type WaitingBody } from './body-room.ts';

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

interface Waiting extends WaitingBody {
  readonly request: FastifyRequest;
  readonly response: ServerResponse;
  readonly done: (error?: Error) => void;
}

/**
 * Lets large bodies in, in the order in which they came, as far as there is room; 429 for those that wait in vain. Stands
 * behind requireApiKey. A client that sends its body slowly takes room until the time-out of its request, but only from
 * other large bodies, and not more than its organization's share.
 * @param maxBytes the most that is on its way in or waits for Kafka when another large body is let in
 */
export function limitLargeBodies(
  publisher: Pick<Publisher, 'load'>,
  maxBytes: number,
): preParsingHookHandler {
  const full = new IngestBufferFullError();
  // Bytes of bodies that have been read are the buffer's.
  const room = new BodyRoom<Waiting>(maxBytes, MAX_WAITING, () => publisher.load().bytes);
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    if (room.waiting === 0) return;
    const { entered, refused } = room.next(performance.now());
    for (const body of entered) leaveWhenRead(body);
    for (const { done } of entered) done();
    for (const { done } of refused) done(full);
    if (room.waiting > 0 && !timer) timer = setTimeout(lookAgain, LOOK_MS);
  }

  function lookAgain(): void {
    timer = undefined;
    look();
  }

  function leaveWhenRead(body: Waiting): void {
    let isOver = false;
    const leave = () => {
      room.leave(body);
      look();
    };
    const over = () => {
      if (isOver) return;
      isOver = true;
      // Inflated it is larger than read.
      if (body.request.inflating) void body.request.inflating.then(leave);
      else leave();
    };
    // When it has been read, or its connection has ended before it was answered.
    body.request.raw.once('close', over);
    // When it is refused unread. Node does not close such a request if its connection ends before the rest has come.
    body.response.once('close', over);
  }

  return (request, reply, _payload, done) => {
    const bytes = mostBytes(request);
    if (bytes === 0) return done();
    const isGone = () => request.raw.destroyed;
    // Gone while its key was looked up: its 'close' has been, and would give no room back. Nobody is there to answer.
    if (isGone()) return;
    const organizationId = organizationOf(request);
    const deadline = performance.now() + WAIT_MS;
    if (room.wait({ request, response: reply.raw, organizationId, bytes, deadline, isGone, done }))
      return look();
    // Now there is nothing left but not to read it.
    reply.header('connection', 'close');
    done(full);
  };
}

/** The most that a large body will take, 0 for others. Nobody knows how long a chunked or compressed one will be. */
function mostBytes(request: FastifyRequest): number {
  const { headers } = request;
  const length = headers['content-length'];
  if (length === undefined && headers['transfer-encoding'] === undefined) return 0;
  const coding = headers['content-encoding'];
  if (length === undefined || (coding !== undefined && codingOf(coding) !== 'identity')) {
    return request.routeOptions.bodyLimit;
  }
  if (length.length < LARGE_DIGITS) return 0;
  const bytes = Number(length);
  // One that is too long is refused unread.
  return bytes > request.routeOptions.bodyLimit ? 0 : bytes;
}

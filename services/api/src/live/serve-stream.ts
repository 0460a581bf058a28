import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StillAllowed } from './still-allowed.ts';
import type { EventStream, EventStreams } from './streams.ts';

/** How soon a key that was revoked ends its streams, and how long one is quiet. A socket may be quiet for three times as long. */
const LOOK_MS = 5000;

export interface StreamOfRequest {
  readonly streams: EventStreams;
  /** Whose it is, for the limit. */
  readonly owner: string;
  readonly stillAllowed: StillAllowed;
  /** Begins to send; gives what ends that. */
  readonly begin: (stream: EventStream) => () => void;
}

/**
 * Answers with a stream that lasts until the client goes, its key or session ends or is revoked, or the process stops.
 * @throws {StreamsBusyError}
 */
export function serveStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { streams, owner, stillAllowed, begin }: StreamOfRequest,
): FastifyReply {
  const stream = streams.open(owner);
  if (!stream.hasEnded) {
    start(stream, begin);
    lookAgain(stream, () => stillAllowed(request, reply));
  }
  reply.header('content-type', 'text/event-stream');
  reply.header('cache-control', 'no-store');
  // nginx would gather the messages.
  reply.header('x-accel-buffering', 'no');
  return reply.send(stream.body);
}

function start(stream: EventStream, begin: StreamOfRequest['begin']): void {
  try {
    stream.onEnd(begin(stream));
  } catch (error) {
    stream.end();
    throw error;
  }
}

function lookAgain(stream: EventStream, isAllowed: () => Promise<boolean>): void {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    if (await isAllowed()) stream.keepAlive();
    else stream.end();
    isLooking = false;
  };
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  stream.onEnd(() => clearInterval(timer));
}

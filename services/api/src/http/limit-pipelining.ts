// A connection may bring the next request before the last one is answered (pipelining, RFC 9112, section 9.3.2). Node
// hands over all that it has read, thousands of them at once: so the rest waits here, and is no longer read.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Of one connection, at once. Clients that pipeline at all have about as many. */
const AT_ONCE = 16;
/**
 * Beyond those that are under way. What had been read when the socket was paused may hold thousands: whoever sends so
 * many is cut off.
 */
const MAX_WAITING = 64;

interface Pipeline {
  underWay: number;
  readonly waiting: (readonly [IncomingMessage, ServerResponse])[];
  /** One of those under way is answered. */
  readonly onClose: () => void;
}

/** Hands to the server's listener not more than 16 requests of a connection at a time, in their order. */
export function limitPipelining(server: Server): void {
  const pipelines = new WeakMap<Socket, Pipeline>();
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');

  function createPipeline(socket: Socket): Pipeline {
    const pipeline: Pipeline = {
      underWay: 0,
      waiting: [],
      onClose: () => {
        pipeline.underWay -= 1;
        const next = socket.destroyed ? undefined : pipeline.waiting.shift();
        if (!next) return;
        if (pipeline.waiting.length === 0) socket.resume();
        begin(pipeline, ...next);
      },
    };
    pipelines.set(socket, pipeline);
    return pipeline;
  }

  function begin(pipeline: Pipeline, request: IncomingMessage, response: ServerResponse): void {
    pipeline.underWay += 1;
    response.on('close', pipeline.onClose);
    for (const listener of listeners) listener.call(server, request, response);
  }

  server.on('request', (request, response) => {
    const { socket } = request;
    // It was cut off, and the rest of what was read goes on to be parsed.
    if (socket.destroyed) return;
    const pipeline = pipelines.get(socket) ?? createPipeline(socket);
    if (pipeline.underWay < AT_ONCE && pipeline.waiting.length === 0) {
      begin(pipeline, request, response);
    } else if (pipeline.waiting.length < MAX_WAITING) {
      pipeline.waiting.push([request, response]);
      socket.pause();
    } else {
      socket.destroy();
    }
  });
}

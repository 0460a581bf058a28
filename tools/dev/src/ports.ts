// Ports on 127.0.0.1, the only address that anything here is served at.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { DevError } from './dev-error.ts';

// Below the range from which systems take ports for outgoing connections (32768 on Linux, 49152 on macOS): a server
// that a test kills and starts again must not find its port in use by somebody's client socket.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const handedOut = new Set<number>();

/** Whether a server could listen on this port of 127.0.0.1 right now. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

// Not 127.0.0.1, where a server may want the port for UDP as well. It is there on Linux, and not everywhere.
const MARKED_AT = '127.0.0.2';

/**
 * Marks a port as given away until this process ends: between the choice of a port and the server that listens there lie
 * seconds, in which another process may choose too. Where it cannot be marked the random choice makes that unlikely.
 * @returns false when another process has marked it
 */
function mark(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(error.code !== 'EADDRINUSE');
    });
    socket.bind({ port, address: MARKED_AT, exclusive: true }, () => resolve(true));
    socket.unref();
  });
}

/** A port on which nothing listens and which no process that still runs has been given here. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (handedOut.has(port)) continue;
    if (!(await mark(port)) || !(await portIsFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new DevError(`no free port between ${LOWEST} and ${HIGHEST} was found on 127.0.0.1`);
}

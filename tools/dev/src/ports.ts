// Ports on 127.0.0.1, the only address that anything here binds to.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { DevError } from './dev-error.ts';

// Below the range from which systems take ports for outgoing connections (32768 on Linux, 49152 on macOS): a server
// that a test kills and starts again must not find its port in use by somebody's client socket.
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** Whether a server could listen on this port of 127.0.0.1 right now. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Has the port for UDP, which nothing here uses, until this process ends: others that do the same leave the port alone. */
function reserve(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      socket.unref();
      resolve(true);
    });
  });
}

/**
 * A port on which nothing listens, and which is handed out to nobody else as long as this process runs: between this call and
 * a server that listens are seconds, in which other processes look for ports as well.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if ((await reserve(port)) && (await portIsFree(port))) return port;
  }
  throw new DevError(`no free port between ${LOWEST} and ${HIGHEST} was found on 127.0.0.1`);
}

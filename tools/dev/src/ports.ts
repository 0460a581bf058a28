// Ports on 127.0.0.1, the only address that anything here binds to.
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

/**
 * A port on which nothing listens and which this process has not handed out before. It is not reserved: another
 * process may take it, which the random choice makes unlikely.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (handedOut.has(port)) continue;
    if (!(await portIsFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new DevError(`no free port between ${LOWEST} and ${HIGHEST} was found on 127.0.0.1`);
}

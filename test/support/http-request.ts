// Requests as odd as they need to be: fetch mends too much.
import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface OddRequest {
  readonly method: string;
  /** Path and query, percent-encoded or not. */
  readonly path: string;
  /** A name may stand several times. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: Buffer | undefined;
}

export interface OddAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** No answer in this time is as wrong as a wrong one. */
const LIMIT_MS = 20_000;

/**
 * Sends a request to a port of this machine.
 * @returns 'reset' when the connection ended before the answer could be read, as happens to whoever goes on sending a
 *   body that was refused
 */
export function sendRequest(
  port: number,
  { method, path, headers, body }: OddRequest,
  agent: Agent,
): Promise<OddAnswer | 'reset'> {
  const byName: Record<string, string[]> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    byName[key] = [...(byName[key] ?? []), value];
  }
  // By itself Node says how long a body is only for the methods that usually have one.
  if (body !== undefined) byName['content-length'] ??= [String(body.length)];
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: byName, agent }, (response) => {
      const chunks: Buffer[] = [];
      const answered = () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        // A stream has no end: its beginning stands for it.
        if (response.headers['content-type'] !== 'text/event-stream') return;
        answered();
        response.destroy();
      });
      response.on('error', () => resolve('reset'));
      response.on('end', answered);
    });
    sent.setTimeout(LIMIT_MS, () => sent.destroy(new Error(`no answer in ${LIMIT_MS} ms`)));
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve('reset');
      else reject(error);
    });
    sent.end(body);
  });
}

// A web server that is not the api: the console's files with the headers of docs/console.md, its page for every other path below
// /console/, and the rest passed on to the api.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'services', 'console', 'dist');
/** Of nginx. */
const HEADER = /^ *add_header ([\w-]+) (?:"([^"]*)"|(\S+));$/gm;
const TYPES: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' },
};

export interface WebServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves what was built.
 * @param api where requests for everything else go
 * @param frameOrigin whose pages may show the portal
 */
export async function startWebServer(api: string, frameOrigin: string): Promise<WebServer> {
  const lines = [...readFileSync(join(ROOT, 'docs', 'console.md'), 'utf8').matchAll(HEADER)];
  if (lines.length === 0) throw new Error('docs/console.md names no header');
  const server = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://any');
    if (!pathname.startsWith('/console/')) return passOn(api, incoming, response);
    const variables = variablesOf(pathname, frameOrigin);
    for (const [, name = '', quoted, plain = ''] of lines) {
      const value = (quoted ?? plain).replaceAll(/\$\w+/g, (variable) => variables.get(variable) ?? variable);
      // As nginx does with a header that has no value.
      if (value !== '') response.setHeader(name, value);
    }
    void answerFile(pathname, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function variablesOf(path: string, frameOrigin: string): ReadonlyMap<string, string> {
  const isPortal = /^\/console\/portal(\/|$)/.test(path);
  const isAsset = path.startsWith('/console/assets/');
  return new Map([
    ['$console_frames', isPortal ? frameOrigin : "'none'"],
    ['$console_deny', isPortal ? '' : 'DENY'],
    ['$console_keep', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache'],
  ]);
}

async function answerFile(path: string, response: ServerResponse): Promise<void> {
  const asset = /^\/console\/(assets\/[\w-][\w.-]*)$/.exec(path)?.[1];
  const name = asset ?? 'index.html';
  const content = await readFile(join(DIST, name)).catch(() => undefined);
  response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream');
  response.writeHead(content === undefined ? 404 : 200).end(content);
}

function passOn(api: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', url = '/', headers } = incoming;
  // Each over a connection of its own: one that was kept may end just as it is used.
  const outgoing = request(new URL(url, api), { method, headers, setHost: false, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  // Whoever goes away takes the stream with it.
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

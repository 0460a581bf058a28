// Takes spans (OTLP over HTTP) and forgets them, so that the services trace as they do in production.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TraceSink extends AsyncDisposable {
  /** The variables that turn tracing on in a service: one trace in a hundred, the default. */
  readonly env: Record<string, string>;
  /** How many exports have come in. */
  exports(): number;
  /** How many bytes they had. */
  bytes(): number;
}

export async function startTraceSink(): Promise<TraceSink> {
  let exports = 0;
  let bytes = 0;
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => {
      exports += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    },
    exports: () => exports,
    bytes: () => bytes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

// A receiver of traces (OTLP over HTTP, JSON) inside the test: https://opentelemetry.io/docs/specs/otlp/#otlphttp
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Cleanup } from './cleanup.ts';

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly service: string;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

export interface OtlpSink {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT, with OTEL_EXPORTER_OTLP_PROTOCOL=http/json. */
  readonly url: string;
  readonly spans: CollectedSpan[];
}

interface Attribute {
  key: string;
  value: { stringValue?: string };
}

interface Export {
  resourceSpans?: {
    resource?: { attributes?: Attribute[] };
    scopeSpans?: {
      spans: (Omit<CollectedSpan, 'service' | 'links'> & { links?: CollectedSpan['links'] })[];
    }[];
  }[];
}

export async function startOtlpSink(t: Cleanup): Promise<OtlpSink> {
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      for (const { resource, scopeSpans } of (JSON.parse(body.toString()) as Export).resourceSpans ?? []) {
        const name = resource?.attributes?.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
        for (const span of scopeSpans?.flatMap((scope) => scope.spans) ?? []) {
          spans.push({
            ...span,
            parentSpanId: span.parentSpanId ?? '',
            links: span.links ?? [],
            service: name,
          });
        }
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans };
}

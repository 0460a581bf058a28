// A receiver of traces (OTLP over HTTP, JSON) inside the test: https://opentelemetry.io/docs/specs/otlp/#otlphttp
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Cleanup } from './cleanup.ts';
import type { CollectedSpan, SpanRef } from './traces/collected-span.ts';

export interface OtlpSink {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT, with OTEL_EXPORTER_OTLP_PROTOCOL=http/json. */
  readonly url: string;
  readonly spans: CollectedSpan[];
  /** What was exported, as it came. */
  readonly exports: string[];
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string; doubleValue?: number; boolValue?: boolean };
}

interface OtlpSpan extends SpanRef {
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: Attribute[];
  links?: SpanRef[];
  status?: { code?: number };
}

interface Export {
  resourceSpans?: { resource?: { attributes?: Attribute[] }; scopeSpans?: { spans: OtlpSpan[] }[] }[];
}

const STATUS_ERROR = 2;

export async function startOtlpSink(t: Cleanup): Promise<OtlpSink> {
  const spans: CollectedSpan[] = [];
  const exports: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      exports.push(body.toString());
      spans.push(...readExport(JSON.parse(body.toString()) as Export));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, exports };
}

function readExport({ resourceSpans = [] }: Export): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const service = String(readAttributes(resource?.attributes)['service.name'] ?? '');
    return scopeSpans.flatMap((scope) => scope.spans).map((span) => readSpan(span, service));
  });
}

function readSpan(span: OtlpSpan, service: string): CollectedSpan {
  const { traceId, spanId, name, parentSpanId = '', links = [], status } = span;
  return {
    ...{ traceId, spanId, name, parentSpanId, service },
    links: links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })),
    startMs: Number(span.startTimeUnixNano) / 1e6,
    endMs: Number(span.endTimeUnixNano) / 1e6,
    failed: status?.code === STATUS_ERROR,
    attributes: readAttributes(span.attributes),
  };
}

function readAttributes(attributes: readonly Attribute[] = []): CollectedSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const { stringValue, intValue, doubleValue, boolValue } = value;
      const number = intValue ?? doubleValue;
      return [key, stringValue ?? boolValue ?? (number === undefined ? '' : Number(number))];
    }),
  );
}

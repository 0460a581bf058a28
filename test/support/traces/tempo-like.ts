// Answers traces as Tempo's query API does (https://grafana.com/docs/tempo/latest/api_docs/#query): the JSON of protobuf, with
// ids in base64.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../cleanup.ts';
import type { CollectedSpan, SpanRef } from './collected-span.ts';

/** @returns its URL, for TRACE_QUERY_URL */
export async function startTempoLike(t: Cleanup, spans: readonly CollectedSpan[]): Promise<string> {
  const server = createServer((request, response) => {
    const traceId = /^\/api\/traces\/([0-9a-f]{32})$/.exec(request.url ?? '')?.[1];
    const trace = spans.filter((span) => span.traceId === traceId);
    if (trace.length === 0) return void response.writeHead(404).end('trace not found');
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ batches: trace.map(batchOf) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function batchOf(span: CollectedSpan): object {
  const nanos = (ms: number) => String(Math.round(ms * 1e6));
  const text = (key: string, value: unknown) => ({ key, value: { stringValue: String(value) } });
  const otlp = {
    ...refOf(span),
    ...(span.parentSpanId === '' ? {} : { parentSpanId: base64(span.parentSpanId) }),
    name: span.name,
    startTimeUnixNano: nanos(span.startMs),
    endTimeUnixNano: nanos(span.endMs),
    attributes: Object.entries(span.attributes).map(([key, value]) => text(key, value)),
    links: span.links.map(refOf),
    ...(span.failed ? { status: { code: 'STATUS_CODE_ERROR' } } : {}),
  };
  return {
    resource: { attributes: [text('service.name', span.service)] },
    scopeSpans: [{ spans: [otlp] }],
  };
}

function refOf({ traceId, spanId }: SpanRef): SpanRef {
  return { traceId: base64(traceId), spanId: base64(spanId) };
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

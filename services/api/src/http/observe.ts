// What every request has, whatever becomes of it: a start time, a trace, and X-Response-Time on its answer.
import { extractTrace } from '@hopline/telemetry/trace-headers';
import {
  linkTo,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  startTrace,
} from '@hopline/telemetry/tracing';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SlowRequests } from './slow-requests.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** When its headers had arrived, by performance.now(). */
    startedAt: number;
    span: Span;
  }
}

/** Milliseconds since the request's headers had arrived. */
export function elapsedMs(request: FastifyRequest): number {
  return performance.now() - request.startedAt;
}

/** What `X-Response-Time` says. */
export function responseTime(durationMs: number): string {
  return `${durationMs.toFixed(3)}ms`;
}

/** The trace id that a log line and a problem carry, 32 hex digits. */
export function traceIdOfRequest(request: FastifyRequest): string {
  return request.span.spanContext().traceId;
}

/** The trace id, if the trace can be looked up: it is shown with the measurements that the request made. */
export function recordedTraceId(request: FastifyRequest): string | undefined {
  return request.span.isRecording() ? traceIdOfRequest(request) : undefined;
}

/** Adds the hooks. They must be the first, so that an answer of any other hook has all of this too. */
export function observeRequests(app: FastifyInstance, slowRequests: SlowRequests): void {
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('span');
  app.addHook('onRequest', (request, _reply, done) => {
    request.startedAt = performance.now();
    request.span = startRequestSpan(request);
    done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const durationMs = elapsedMs(request);
    reply.header('x-response-time', responseTime(durationMs));
    if (durationMs >= slowRequests.slowMs) slowRequests.note(request, reply.statusCode, durationMs);
    endRequestSpan(request.span, reply.statusCode);
    done(null, payload);
  });
}

/** Whoever calls chooses its own trace: ours begins here, with a link to it, so that nobody outside can force sampling. */
export function startRequestSpan(request: FastifyRequest): Span {
  const { traceparent } = request.headers;
  const options = traceparent === undefined ? UNLINKED : linkedTo(request);
  return startTrace(() => spanName(request), options);
}

const UNLINKED = { kind: SpanKind.SERVER };

function linkedTo({ headers }: FastifyRequest): SpanOptions {
  return { kind: SpanKind.SERVER, links: linkTo(extractTrace(headers)) };
}

function spanName({ method, routeOptions: { url } }: FastifyRequest): string {
  return url === undefined ? method : `${method} ${url}`;
}

// Attributes of the HTTP semantic conventions. Only a 5xx is an error of the server's span.
function endRequestSpan(span: Span, status: number): void {
  if (span.isRecording()) {
    span.setAttribute('http.response.status_code', status);
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

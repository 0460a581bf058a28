// What every request has, whatever becomes of it: a start time, a trace, and X-Response-Time on its answer.

import type { RouteMetrics } from '@hopline/telemetry/metrics/http';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import {
  linkTo,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  startTrace,
  unrecordedTrace,
} from '@hopline/telemetry/tracing';
import type { FastifyInstance, FastifyRequest, onSendHookHandler } from 'fastify';
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

/** Where requests are counted that no route is for. */
const NO_ROUTE = 'none';

/**
 * Adds the hooks. They must be the first, so that an answer of any other hook has all of this too.
 * @param metricsOf makes what counts the requests to a route, by its pattern
 */
export function observeRequests(
  app: FastifyInstance,
  slowRequests: SlowRequests,
  metricsOf: (route: string) => RouteMetrics,
): void {
  const withoutRoute = metricsOf(NO_ROUTE);
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
    endRequestSpan(request, reply.statusCode);
    if (request.is404) withoutRoute.observe(request.method, reply.statusCode, durationMs / 1000);
    done(null, payload);
  });
  // Each route has a hook of its own, which holds on to what counts it: to ask a request for its route makes an object.
  app.addHook('onRoute', (route) => {
    const measured = metricsOf(route.url);
    const measure: onSendHookHandler = (request, reply, payload, done) => {
      measured.observe(request.method, reply.statusCode, elapsedMs(request) / 1000);
      done(null, payload);
    };
    route.onSend = [measure].concat(route.onSend ?? []);
  });
}

/** Whoever calls chooses its own trace: ours begins here, with a link to it, so that nobody outside can force sampling. */
export function startRequestSpan(request: FastifyRequest): Span {
  if (PROBES.has(request.raw.url ?? '')) return unrecordedTrace();
  const { traceparent } = request.headers;
  const options = traceparent === undefined ? UNLINKED : linkedTo(request);
  return startTrace(() => spanName(request), options);
}

/** Asked every few seconds by machines: nobody looks for their traces, and in an outage each would be kept as a failure. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);
const UNLINKED = { kind: SpanKind.SERVER };

function linkedTo({ headers }: FastifyRequest): SpanOptions {
  return { kind: SpanKind.SERVER, links: linkTo(extractTrace(headers)) };
}

function spanName({ method, routeOptions: { url } }: FastifyRequest): string {
  return url === undefined ? method : `${method} ${url}`;
}

// Attributes of the HTTP semantic conventions. Only a 5xx is an error of the server's span.
export function endRequestSpan(request: FastifyRequest, status: number): void {
  const { span } = request;
  if (span.isRecording()) {
    const { url } = request.routeOptions;
    span.setAttributes({
      'http.request.method': request.method,
      ...(url === undefined ? {} : { 'http.route': url }),
      'http.response.status_code': status,
      ...(request.caller ? { 'hopline.organization_id': request.caller.organizationId } : {}),
    });
    if (status >= 500) {
      span.setAttribute('error.type', String(status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
  }
  span.end();
}

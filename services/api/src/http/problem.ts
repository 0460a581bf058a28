// Errors as RFC 9457 problem details. `type` is left out, which means about:blank; `code` tells them apart.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '@hopline/telemetry/logger';
import { SpanKind, startTrace } from '@hopline/telemetry/tracing';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  ApiError,
  HeadersTooLargeError,
  InternalError,
  RequestMalformedError,
  RequestTimeoutError,
  RouteNotFoundError,
  retryAfterSeconds,
  ShedError,
  UnsupportedMediaTypeError,
} from '../errors.ts';
import type { NoteShed } from '../pressure/shed-log.ts';
import type { CountRefusal } from './count-refusals.ts';
import { elapsedMs, endRequestSpan, responseTime, startRequestSpan, traceIdOfRequest } from './observe.ts';
import type { MayLogRefusal } from './refusal-log.ts';

const CONTENT_TYPE = 'application/problem+json; charset=utf-8';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a refusal of this route is called in the log, `<noun>.refused`. */
    readonly noun?: string;
  }
}

/** Who is told of every refusal. */
export interface Refusals {
  readonly log: Logger;
  readonly count: CountRefusal;
  /** Told instead of the log of those that come by the thousand. */
  readonly noteShed: NoteShed;
  /** Asked about all others but defects of ours, of which every line counts. */
  readonly mayLog: MayLogRefusal;
}

/** The body of a problem. */
export function problemBody(error: ApiError, traceId: string): string {
  return JSON.stringify({
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.pointer === undefined ? {} : { pointer: error.pointer }),
    trace_id: traceId,
    ...error.members,
  });
}

/** Answers everything that goes wrong, in or before a route, with a problem, and a log line while there are few. */
export function answerProblems(app: FastifyInstance, refusals: Refusals): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    sendProblem(toApiError(error), request, reply, refusals);
  });
  app.setNotFoundHandler((request, reply) => {
    sendProblem(new RouteNotFoundError(), request, reply, refusals);
  });
}

/** Fastify's `frameworkErrors`: a request whose URL cannot be decoded, or is too long, has met no hook yet. */
export function answerFrameworkError(refusals: Refusals) {
  return (_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    request.startedAt = performance.now();
    request.span = startRequestSpan(request);
    reply.header('x-response-time', responseTime(elapsedMs(request)));
    const problem = new RequestMalformedError('the URL is not valid');
    sendProblem(problem, request, reply, refusals);
    endRequestSpan(request, problem.status);
  };
}

function sendProblem(
  error: ApiError,
  request: FastifyRequest,
  reply: FastifyReply,
  refusals: Refusals,
): void {
  refusals.count(error);
  if (error instanceof ShedError) {
    refusals.noteShed(error);
    reply.header('retry-after', String(retryAfterSeconds()));
  } else if (error instanceof InternalError || refusals.mayLog(error.code)) {
    logRefusal(error, request, refusals.log);
  }
  reply
    .code(error.status)
    .headers(error.headers)
    .header('content-type', CONTENT_TYPE)
    .send(problemBody(error, traceIdOfRequest(request)));
}

function logRefusal(error: ApiError, request: FastifyRequest, log: Logger): void {
  const { url, config } = request.routeOptions;
  const level = error.status >= 500 ? (error instanceof InternalError ? 'error' : 'warn') : 'info';
  log[level](
    {
      method: request.method,
      route: url,
      status: error.status,
      code: error.code,
      pointer: error.pointer,
      org_id: request.caller?.organizationId,
      duration_ms: Math.round(elapsedMs(request)),
      trace_id: traceIdOfRequest(request),
      ...(error.cause === undefined ? {} : { err: error.cause }),
    },
    `${config.noun ?? 'request'}.refused`,
  );
}

/** Fastify's own errors in our words; what nobody expected is a defect of ours. */
function toApiError(error: FastifyError): ApiError {
  if (error instanceof ApiError) return error;
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new UnsupportedMediaTypeError('send the body as application/json');
    case 'ECONNRESET':
      return new RequestMalformedError('the connection ended before the body was complete');
    default:
      return new InternalError(error);
  }
}

/**
 * Fastify's `clientErrorHandler`: answers bytes that never became a request, on the bare socket, and closes it.
 */
export function answerClientError(count: CountRefusal) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (!socket.writable) return void socket.destroy(error);
    const problem = clientProblem(error.code);
    count(problem);
    endWithProblem(problem, socket);
  };
}

function endWithProblem(problem: ApiError, socket: Socket): void {
  const attributes = { 'http.response.status_code': problem.status };
  const span = startTrace('malformed request', { kind: SpanKind.SERVER, attributes });
  span.end();
  const body = problemBody(problem, span.spanContext().traceId);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      `Content-Type: ${CONTENT_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      // No headers have arrived whose time could be counted from.
      'X-Response-Time: 0.000ms',
      '',
      body,
    ].join('\r\n'),
  );
}

function clientProblem(code: string | undefined): ApiError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new RequestTimeoutError();
  if (code === 'HPE_HEADER_OVERFLOW') return new HeadersTooLargeError();
  return new RequestMalformedError('the bytes are not an HTTP request');
}

import type { Logger } from '@hopline/telemetry/logger';
import { MAX_BATCH_BYTES } from '@hopline/wire/limits';
import type { FastifyRequest } from 'fastify';
import { ApiError, InvalidHeaderError, RequestMalformedError } from '../errors.ts';
import {
  type BatchOutcome,
  batchOutcomes,
  batchRefusal,
  countRefused,
  printBatch,
  refusalCodes,
} from '../events/batch-answer.ts';
import {
  BATCH_BODY,
  BATCH_FORMATS,
  type BatchFormat,
  type BatchItem,
  readBatch,
} from '../events/batch-request.ts';
import type { PostedEvent } from '../events/posted-event.ts';
import { elapsedMs, recordedTraceId, traceIdOfRequest } from '../http/observe.ts';
import { type RawBody, takeRawBodies } from '../http/read-body.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { leaveToHandler } from '../http/validate.ts';
import { postEventBatchOperation } from '../openapi/events.ts';
import { admitBatch, requireRoom } from '../rate-limit/limit-rate.ts';
import { admissionOf, type IngestRouteDeps } from './admission.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Many events in one request, each with its own answer. Stands behind requireApiKey. */
export function eventBatchRoutes(app: TypedApp, deps: IngestRouteDeps): void {
  const { intake, limiter, log } = deps;
  const { eventsIngested, ingestionLatency } = deps.metrics;

  app.register(async (scope: TypedApp) => {
    takeRawBodies(scope, BATCH_FORMATS);
    scope.post<{ Body: RawBody<BatchFormat> | undefined }>(
      '/api/events/batch',
      {
        schema: { body: BATCH_BODY, ...postEventBatchOperation },
        validatorCompiler: leaveToHandler,
        bodyLimit: MAX_BATCH_BYTES,
        onRequest: requireRoom(limiter),
        config: { noun: 'batch', scope: 'events:write' },
      },
      async (request, reply) => {
        if (!request.body) throw new RequestMalformedError('the body is empty');
        refuseIdempotencyKey(request);
        const items = readBatch(request.body);
        const posted = items.filter(isPosted);
        const admitted = admitBatch(limiter, request, reply, posted.length);
        const answers = await intake.acceptEach(posted.slice(0, admitted), admissionOf(request, deps));
        const outcomes = batchOutcomes(items, answers);
        const accepted = outcomes.length - countRefused(outcomes);
        if (accepted === 0) throw batchRefusal(outcomes.filter((one) => one instanceof ApiError));
        eventsIngested.inc(accepted);
        ingestionLatency.observe(elapsedMs(request) / 1000, recordedTraceId(request));
        logBatch(log, request, outcomes, request.body.bytes.length);
        reply.code(202).header('content-type', JSON_TYPE);
        return printBatch(outcomes);
      },
    );
  });
}

function isPosted(item: BatchItem): item is PostedEvent {
  return !(item instanceof ApiError);
}

/** @throws {InvalidHeaderError} when the client thinks that a batch can be sent again under one name */
function refuseIdempotencyKey(request: FastifyRequest): void {
  if (request.headers['idempotency-key'] === undefined) return;
  throw new InvalidHeaderError('Idempotency-Key', 'names one event; give each event of a batch a dedup_id');
}

function logBatch(
  log: Logger,
  request: FastifyRequest,
  outcomes: readonly BatchOutcome[],
  bytes: number,
): void {
  const refused = countRefused(outcomes);
  // What is refused within an answer of 202 has no other line than this.
  const level = refused > 0 ? 'info' : 'debug';
  if (!log.isLevelEnabled(level)) return;
  log[level](
    {
      org_id: request.caller?.organizationId,
      accepted: outcomes.length - refused,
      refused,
      ...(refused > 0 ? { codes: refusalCodes(outcomes) } : {}),
      bytes,
      duration_ms: Math.round(elapsedMs(request)),
      trace_id: traceIdOfRequest(request),
    },
    'batch.accepted',
  );
}

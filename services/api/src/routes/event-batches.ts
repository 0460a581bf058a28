import { MAX_BATCH_BYTES } from '@hopline/wire/limits';
import { ApiError, InvalidHeaderError, RateLimitedError, RequestMalformedError } from '../errors.ts';
import { type BatchOutcome, batchRefusal, countRefused, printBatch } from '../events/batch-answer.ts';
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
        if (request.headers['idempotency-key'] !== undefined) {
          throw new InvalidHeaderError(
            'Idempotency-Key',
            'names one event; give each event of a batch a dedup_id',
          );
        }
        const items = readBatch(request.body);
        const posted = items.filter(isPosted);
        const admitted = admitBatch(limiter, request, reply, posted.length);
        const admission = admissionOf(request, deps);
        const answers = await intake.acceptEach(posted.slice(0, admitted), admission);
        const outcomes = mergeAnswers(items, answers);
        const refused = countRefused(outcomes);
        if (refused === outcomes.length)
          throw batchRefusal(outcomes.filter((one) => one instanceof ApiError));
        eventsIngested.inc(outcomes.length - refused);
        ingestionLatency.observe(elapsedMs(request) / 1000, recordedTraceId(request));
        // An event that is refused in an answer of 202 has no other line than this.
        const level = refused > 0 ? 'info' : 'debug';
        if (log.isLevelEnabled(level)) {
          log[level](
            {
              org_id: admission.organizationId,
              accepted: outcomes.length - refused,
              refused,
              codes: codesOf(outcomes),
              bytes: request.body.bytes.length,
              duration_ms: Math.round(elapsedMs(request)),
              trace_id: traceIdOfRequest(request),
            },
            'batch.accepted',
          );
        }
        reply.code(202).header('content-type', JSON_TYPE);
        return printBatch(outcomes);
      },
    );
  });
}

function isPosted(item: BatchItem): item is PostedEvent {
  return !(item instanceof ApiError);
}

/** The events' answers in the places of the events; those without an answer were more than the rate limit admits. */
function mergeAnswers(items: readonly BatchItem[], answers: readonly BatchOutcome[]): BatchOutcome[] {
  let next = 0;
  return items.map((item) => {
    if (item instanceof ApiError) return item;
    next += 1;
    return answers[next - 1] ?? new RateLimitedError(1);
  });
}

function codesOf(outcomes: readonly BatchOutcome[]): string[] | undefined {
  const codes = new Set(outcomes.flatMap((outcome) => (outcome instanceof ApiError ? [outcome.code] : [])));
  return codes.size === 0 ? undefined : [...codes];
}

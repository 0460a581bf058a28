import type { Logger } from '@hopline/telemetry/logger';
import { MAX_BATCH_BYTES } from '@hopline/wire/limits';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidHeaderError, RequestMalformedError } from '../errors.ts';
import {
  type BatchOutcome,
  batchOutcomes,
  batchRefusal,
  countOutcomes,
  errorsOf,
  printBatch,
  type SplitBatch,
  splitBatch,
} from '../events/batch-answer.ts';
import { BATCH_BODY, BATCH_FORMATS, type BatchFormat, readBatch } from '../events/batch-request.ts';
import { elapsedMs, recordedTraceId, traceIdOfRequest } from '../http/observe.ts';
import { type RawBody, takeRawBodies } from '../http/read-body.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { postEventBatchOperation } from '../openapi/events.ts';
import { admitBatch, limitRate } from '../rate-limit/limit-rate.ts';
import { admissionOf, type IngestRouteDeps } from './admission.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The body, until it is read. */
type BatchRequest = FastifyRequest<{ Body: RawBody<BatchFormat> | undefined }>;

/** Many events in one request, each with its own answer. Stands behind requireApiKey. */
export function eventBatchRoutes(app: TypedApp, deps: IngestRouteDeps): void {
  const { limiter, log, countRefusal } = deps;
  const { eventsIngested, ingestionLatency } = deps.metrics;

  app.register(async (scope: TypedApp) => {
    takeRawBodies(scope, BATCH_FORMATS, MAX_BATCH_BYTES);
    scope.post<{ Body: RawBody<BatchFormat> | undefined }>(
      '/api/events/batch',
      {
        schema: { requestBody: BATCH_BODY, ...postEventBatchOperation },
        bodyLimit: MAX_BATCH_BYTES,
        // The first event of the batch; also the whole of one that is refused as a whole, before or after it is read.
        onRequest: limitRate(limiter),
        config: { noun: 'batch', scope: 'events:write' },
      },
      async (request, reply) => {
        const { refusals, answers, bytes } = handOver(request, reply, deps);
        const outcomes = batchOutcomes(refusals, await answers);
        const errors = errorsOf(outcomes);
        const accepted = outcomes.length - errors.length;
        if (accepted === 0) throw batchRefusal(errors);
        eventsIngested.inc(accepted);
        ingestionLatency.observe(elapsedMs(request) / 1000, recordedTraceId(request));
        for (const error of errors) countRefusal(error);
        logBatch(log, request, outcomes, bytes);
        reply.code(202).header('content-type', JSON_TYPE);
        return printBatch(outcomes);
      },
    );
  });
}

/**
 * Reads the batch and hands over what is good of it. What this gives, and what stays behind in the request, holds nothing of
 * the body: the records have copies, and while Kafka is away thousands of batches wait for their answers.
 */
function handOver(
  request: BatchRequest,
  reply: FastifyReply,
  deps: IngestRouteDeps,
): Pick<SplitBatch, 'refusals'> & { answers: Promise<BatchOutcome[]>; bytes: number } {
  const { body } = request;
  if (!body) throw new RequestMalformedError('the body is empty');
  request.body = undefined;
  refuseIdempotencyKey(request);
  const items = readBatch(body);
  const { admitted, refusal } = admitBatch(deps.limiter, request, reply, items.length);
  const { posted, refusals } = splitBatch(items, admitted, refusal);
  const answers = deps.intake.acceptEach(posted, admissionOf(request, deps));
  return { refusals, answers, bytes: body.bytes.length };
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
  const errors = errorsOf(outcomes);
  const fault = errors.find(({ status }) => status >= 500);
  // What is refused within an answer of 202 has no other line than this.
  const level = fault ? 'warn' : errors.length > 0 ? 'info' : 'debug';
  if (!log.isLevelEnabled(level)) return;
  log[level](
    {
      org_id: request.caller?.organizationId,
      ...countOutcomes(outcomes),
      ...(errors.length > 0 ? { codes: [...new Set(errors.map(({ code }) => code))] } : {}),
      bytes,
      duration_ms: Math.round(elapsedMs(request)),
      trace_id: traceIdOfRequest(request),
      ...(fault?.cause === undefined ? {} : { err: fault.cause }),
    },
    'batch.accepted',
  );
}

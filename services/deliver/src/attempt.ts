import type { ClaimedDelivery } from '@hopline/postgres/deliveries/claim-deliveries';
import { messagingAttributes, messagingSpan } from '@hopline/telemetry/messaging';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import {
  type Context,
  contextOf,
  failSpan,
  linkTo,
  type Parent,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  startSpan,
  traceIdOf,
  unrecordedSpan,
} from '@hopline/telemetry/tracing';
import {
  deliveryAttributes,
  WEBHOOK_SPAN,
  webhookAnswerAttributes,
  webhookAttributes,
} from '@hopline/telemetry/webhook-span';
import type { ClaimedTurn } from './claim.ts';
import type { Posted } from './post.ts';

/** One attempt while it is under way: its clock and its place in a trace. */
export interface Attempt {
  readonly turn: ClaimedTurn;
  readonly delivery: ClaimedDelivery;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly span: Span;
  readonly context: Context;
  readonly traceId: string | null;
}

/**
 * Begins an attempt's span. It continues the wake-up's trace; a refilled delivery, which has no wake-up, begins one.
 * A trace that is not the one of the event's request is linked to that.
 */
export function beginAttempt(turn: ClaimedTurn, at: { topic: string; group: string }): Attempt {
  const { delivery, job } = turn;
  const parent = job.wakeUp?.trace ?? ROOT_CONTEXT;
  const span = unrecordedSpan(parent) ?? startAttempt(turn, parent, at);
  const context = contextOf(span);
  return {
    turn,
    delivery,
    startedAt: performance.now(),
    span,
    context,
    traceId: traceIdOf(context) ?? null,
  };
}

function startAttempt(
  { delivery, job, endpoint }: ClaimedTurn,
  parent: Parent,
  at: { topic: string; group: string },
): Span {
  const origin =
    delivery.traceparent === null ? ROOT_CONTEXT : extractTrace({ traceparent: delivery.traceparent });
  const span = startSpan(
    messagingSpan.process(at.topic),
    {
      kind: SpanKind.CONSUMER,
      attributes: deliveryAttributes(delivery),
      links: traceIdOf(origin) === traceIdOf(parent) ? [] : linkTo(origin),
    },
    parent,
  );
  if (span.isRecording() && job.wakeUp) {
    const { owner, offset } = job.wakeUp;
    const { partition } = owner;
    span.setAttributes(messagingAttributes('process', { ...at, partition, key: endpoint.id, offset }));
  }
  return span;
}

/** Puts the span of the HTTP request around a post, which gets its context. Nothing of it in a trace that nobody records. */
export async function traced(attempt: Attempt, post: (context: Context) => Promise<Posted>): Promise<Posted> {
  if (unrecordedSpan(attempt.span)) return await post(attempt.context);
  const attributes = webhookAttributes(attempt.delivery.url);
  const span = startSpan(WEBHOOK_SPAN, { kind: SpanKind.CLIENT, attributes }, attempt.context);
  try {
    const posted = await post(contextOf(span));
    const { outcome, statusCode, error } = posted.verdict;
    if (statusCode !== null) span.setAttributes(webhookAnswerAttributes(statusCode));
    if (outcome === 'succeeded') span.end();
    else failSpan(span, statusCode === null ? outcome : String(statusCode), error ?? outcome);
    return posted;
  } catch (error) {
    failSpan(span, 'cut_short', String(error));
    throw error;
  }
}

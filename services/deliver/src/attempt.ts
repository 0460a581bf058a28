import type { ClaimedDelivery } from '@hopline/postgres/deliveries/claim-deliveries';
import { hopSpan } from '@hopline/telemetry/hop-spans';
import { messagingAttributes, messagingSpan } from '@hopline/telemetry/messaging';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import {
  type Context,
  contextOf,
  epochOf,
  failSpan,
  type Link,
  linksTo,
  type Parent,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  startFollowing,
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

/** What attempts are made from. */
export interface AttemptPlace {
  readonly topic: string;
  readonly group: string;
  /** The longest delay, in milliseconds, that a trace goes on through. */
  readonly sameTraceMs: number;
}

/**
 * Begins an attempt's span, at its claim. It continues the wake-up's trace. A refilled delivery, whose wake-up is not known,
 * goes on in that of its event while it is young, and begins one later. A trace that is not the one of the event's request is
 * linked to that.
 */
export function beginAttempt(turn: ClaimedTurn, at: AttemptPlace): Attempt {
  const { delivery, job } = turn;
  const isYoung = !delivery.replayed && delivery.ageMs <= at.sameTraceMs;
  const parent = job.wakeUp?.trace ?? (isYoung ? originOf(delivery) : ROOT_CONTEXT);
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

/** The trace of the request that brought the delivery's event. */
export function originOf({ traceparent }: Pick<ClaimedDelivery, 'traceparent'>): Context {
  return traceparent === null ? ROOT_CONTEXT : extractTrace({ traceparent });
}

function startAttempt(turn: ClaimedTurn, parent: Parent, { topic, group }: AttemptPlace): Span {
  const { delivery, job, endpoint, claimedAt } = turn;
  const origin = originOf(delivery);
  const name = messagingSpan.process(topic);
  const causes = job.cause ? [job.cause] : [];
  const startTime = epochOf(claimedAt.from);
  const options = { kind: SpanKind.CONSUMER, startTime };
  const span =
    traceIdOf(parent) === undefined
      ? startFollowing(name, { ...options, links: causes }, [origin])
      : startSpan(name, { ...options, links: [...causes, ...linksBetween(parent, origin)] }, parent);
  if (!span.isRecording()) return span;
  span.setAttributes({ ...deliveryAttributes(delivery), 'hopline.age_ms': delivery.ageMs });
  if (job.wakeUp) {
    const { owner, offset } = job.wakeUp;
    const { partition } = owner;
    span.setAttributes(messagingAttributes('process', { topic, group, partition, key: endpoint.id, offset }));
  }
  const claim = startSpan(hopSpan.claim, { kind: SpanKind.INTERNAL, startTime }, span);
  claim.end(startTime + claimedAt.to - claimedAt.from);
  return span;
}

/** A retry by hand goes on in the trace of its request, which is not that of the event. */
function linksBetween(parent: Parent, origin: Context): Link[] {
  return traceIdOf(origin) === traceIdOf(parent) ? [] : linksTo(origin);
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

// A batch belongs to many traces, so it has one of its own, with links to those of its events, and these link to it.
import { describeError } from '@hopline/runtime/errors';
import { hopSpan } from '@hopline/telemetry/hop-spans';
import {
  failSpan,
  inSpan,
  linksTo,
  type Span,
  SpanKind,
  startFollowing,
  traceIdOf,
} from '@hopline/telemetry/tracing';
import type { DecodedBatch, PoisonItem, TracedRecord } from './item.ts';

// The SDK drops links above this number.
const MAX_LINKS = 128;

/** The trace of a batch while it is under way. */
export interface BatchTrace {
  /** 32 hex digits, for log lines; it can be looked up when an event of the batch is recorded. */
  readonly traceId: string | undefined;
  /** Does a step in a span of its own. */
  step<T>(name: string, task: () => Promise<T>): Promise<T>;
  /** It is over, with the error if there was one. */
  end(error?: unknown): void;
}

/**
 * Starts the batch's spans, one for each 128 of its events that are recorded; the first one has the steps. Where none of them
 * is, nothing of the batch is.
 */
export function traceBatch({ events, poison }: DecodedBatch): BatchTrace {
  const items: TracedRecord[] = [...events, ...poison];
  const recorded = items.filter(({ span }) => span.isRecording()).map(({ span }) => span);
  const first = startPart(
    items.length,
    recorded.length > 0 ? recorded : items.slice(0, 1).map(({ span }) => span),
  );
  const spans = [first];
  for (let from = MAX_LINKS; from < recorded.length; from += MAX_LINKS) {
    spans.push(startPart(items.length, recorded.slice(from)));
  }
  return {
    traceId: traceIdOf(first),
    step: (name, task) => inSpan(name, first, task),
    end(error) {
      for (const span of spans) {
        if (error === undefined) span.end();
        else failSpan(span, (error as Error).name, describeError(error));
      }
    },
  };
}

/** @param members the first 128 of them are linked */
function startPart(records: number, members: readonly Span[]): Span {
  const linked = members.slice(0, MAX_LINKS);
  const attributes = { 'messaging.batch.message_count': records };
  const span = startFollowing(hopSpan.persistBatch, { kind: SpanKind.INTERNAL, attributes }, linked);
  const [back] = linksTo(span);
  if (back) for (const member of linked) member.addLink(back);
  return span;
}

/** The records are through, or, with an error, will be tried again. */
export function endSpans({ events, poison }: DecodedBatch, error?: unknown): void {
  for (const { span } of [...events, ...poison]) {
    if (!span.isRecording()) continue;
    if (error === undefined) span.end();
    else failSpan(span, (error as Error).name, describeError(error));
  }
}

/** The record is a dead letter now. */
export function failPoison({ span, reason, detail }: PoisonItem): void {
  if (span.isRecording()) failSpan(span, reason, detail);
}

// A batch belongs to many traces, so it has one of its own, with links to those of its events.
import { describeError } from '@hopline/runtime/errors';
import { contextOf, failSpan, linkTo, type Span, SpanKind, startTrace } from '@hopline/telemetry/tracing';
import type { EventItem } from './item.ts';

// The SDK drops links above this number.
const MAX_LINKS = 128;

/**
 * Starts the batch's spans, one for each 128 events that are recorded, and none when none is.
 * @returns what ends them, with the error if there was one
 */
export function traceBatch(items: readonly EventItem[]): (error?: unknown) => void {
  const links = items.filter(({ span }) => span.isRecording()).flatMap(({ span }) => linkTo(contextOf(span)));
  const spans: Span[] = [];
  for (let from = 0; from < links.length; from += MAX_LINKS) {
    const part = links.slice(from, from + MAX_LINKS);
    const attributes = { 'messaging.batch.message_count': items.length };
    spans.push(startTrace('persist batch', { kind: SpanKind.INTERNAL, attributes, links: part }));
  }
  return (error) => {
    for (const span of spans) {
      if (error === undefined) span.end();
      else failSpan(span, (error as Error).name, describeError(error));
    }
  };
}

/** The events are through. */
export function endSpans(items: readonly EventItem[]): void {
  for (const { span } of items) span.end();
}

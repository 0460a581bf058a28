// The trace of a wake-up that a rung hands back. After a short delay it goes on. After a longer one a trace begins that is
// linked to the one before: a collector that samples whole traces has decided about that by then, and drops what comes late.
import type { ReceivedRecord } from '@hopline/kafka/port';
import { messagingAttributes, messagingSpan } from '@hopline/telemetry/messaging';
import { continueUnrecorded, extractTrace } from '@hopline/telemetry/trace-headers';
import { failSpan, type Parent, SpanKind, startFollowing, startSpan } from '@hopline/telemetry/tracing';

/** A record of a rung while it is forwarded. */
export interface Forwarding {
  /** What the forwarded record goes out below. */
  readonly parent: Parent;
  /** Ends its span, with the error if there was one. */
  end(error?: unknown): void;
}

/** @param rung.isLong whether the retry begins a trace of its own */
export function traceForwarding(
  { topic, partition, offset, key, headers }: ReceivedRecord,
  rung: { readonly isLong: boolean; readonly group: string },
): Forwarding {
  const unrecorded = continueUnrecorded(headers);
  if (unrecorded && !rung.isLong) return { parent: unrecorded.span, end() {} };
  const origin = unrecorded?.span ?? extractTrace(headers);
  const name = messagingSpan.process(topic);
  const options = { kind: SpanKind.CONSUMER };
  const span = rung.isLong ? startFollowing(name, options, [origin]) : startSpan(name, options, origin);
  if (span.isRecording()) {
    const at = { topic, partition, offset, key: key?.toString('utf8'), group: rung.group };
    span.setAttributes(messagingAttributes('process', at));
  }
  return {
    parent: span,
    end(error) {
      if (error === undefined) span.end();
      else failSpan(span, error instanceof Error ? error.name : 'unknown', String(error));
    },
  };
}

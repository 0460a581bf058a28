// W3C Trace Context (https://www.w3.org/TR/trace-context/) in Kafka headers and HTTP headers.
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  type TextMapGetter,
  type TextMapSetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { leavesUnrecorded, type Parent, spanContextOf } from './tracing.ts';

type Headers = Record<string, string | Buffer>;
type Incoming = Readonly<Record<string, string | string[] | Buffer | undefined>>;

const propagator = new W3CTraceContextPropagator();

const setter: TextMapSetter<Headers> = {
  set(headers, name, value) {
    headers[name] = value;
  },
};

const getter: TextMapGetter<Incoming> = {
  keys: (headers) => Object.keys(headers),
  get(headers, name) {
    const value = headers[name];
    // Kafka's header values are bytes.
    return Buffer.isBuffer(value) ? value.toString('latin1') : value;
  },
};

/** Writes `traceparent`, and `tracestate` when there is one, into `headers`. */
export function injectTrace(context: Context, headers: Headers): void {
  propagator.inject(context, headers, setter);
}

/** The `traceparent` of a span or a context; null when there is none. */
export function traceparentOf(parent: Parent): string | null {
  const span = spanContextOf(parent);
  if (!span) return null;
  return `00-${span.traceId}-${span.spanId}-${(span.traceFlags & 0xff).toString(16).padStart(2, '0')}`;
}

/**
 * The `traceparent` of a trace that is not recorded and has no `tracestate`; undefined for any other. With it a record
 * continues such a trace without a span of its own, which is what happens to all but one in a hundred.
 */
export function unrecordedTraceparent(parent: Parent): string | undefined {
  const span = spanContextOf(parent);
  if (!span || span.traceFlags & TraceFlags.SAMPLED || span.traceState) return undefined;
  return `00-${span.traceId}-${span.spanId}-00`;
}

/** Version 00 without any flag, and valid: neither id is all zeros. */
const UNRECORDED = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-00$/;

/**
 * The trace in the headers when it is not recorded and what goes on below it never will be either: a span that stands for
 * its sender's, and the `traceparent` as it came. Undefined for any other, which takes a span of its own. With it a record
 * that was read is traced without the SDK, as nearly all are.
 */
export function continueUnrecorded(headers: Incoming): { span: Span; traceparent: string } | undefined {
  if (headers.tracestate !== undefined || !leavesUnrecorded()) return undefined;
  const traceparent = getter.get(headers, 'traceparent');
  if (typeof traceparent !== 'string') return undefined;
  const [, traceId, spanId] = UNRECORDED.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { span: trace.wrapSpanContext({ traceId, spanId, traceFlags: TraceFlags.NONE }), traceparent };
}

/** The context that the headers carry; an empty one when they carry none or a malformed one. */
export function extractTrace(headers: Incoming): Context {
  return propagator.extract(ROOT_CONTEXT, headers, getter);
}

// W3C Trace Context (https://www.w3.org/TR/trace-context/) in Kafka headers and HTTP headers.
import {
  type Context,
  ROOT_CONTEXT,
  type TextMapGetter,
  type TextMapSetter,
  TraceFlags,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { type Parent, spanContextOf } from './tracing.ts';

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

/**
 * The `traceparent` of a trace that is not recorded and has no `tracestate`; undefined for any other. With it a record
 * continues such a trace without a span of its own, which is what happens to all but one in a hundred.
 */
export function unrecordedTraceparent(parent: Parent): string | undefined {
  const span = spanContextOf(parent);
  if (!span || span.traceFlags & TraceFlags.SAMPLED || span.traceState) return undefined;
  return `00-${span.traceId}-${span.spanId}-00`;
}

/** The context that the headers carry; an empty one when they carry none or a malformed one. */
export function extractTrace(headers: Incoming): Context {
  return propagator.extract(ROOT_CONTEXT, headers, getter);
}

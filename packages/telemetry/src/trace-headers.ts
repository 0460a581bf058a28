// W3C Trace Context (https://www.w3.org/TR/trace-context/) in Kafka headers and HTTP headers.
import { type Context, ROOT_CONTEXT, type TextMapGetter, type TextMapSetter } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

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

/** The context that the headers carry; an empty one when they carry none or a malformed one. */
export function extractTrace(headers: Incoming): Context {
  return propagator.extract(ROOT_CONTEXT, headers, getter);
}

// Traces. Spans are made by hand in the adapters: automatic instrumentation of a Kafka client sees batches, not events.
// Without an OTLP endpoint no SDK is loaded; trace ids are made and passed on all the same, so that logs, attempts and
// records can be joined, and whoever turns tracing on later changes one variable.
import { randomFillSync } from 'node:crypto';
import type { Component } from '@hopline/runtime/lifecycle';
import {
  type Attributes,
  type Context,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';

export { type Attributes, type Context, type Link, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode };

const tracer = trace.getTracer('hopline');

export interface SpanOptions {
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  readonly links?: Link[];
}

/** Whether the SDK runs and asks its sampler about every span, also below one that is not recorded. */
let samplesBelowUnrecorded = false;
let sdkRuns = false;

/**
 * Whether what goes on below a span that is not recorded is never recorded either: so it is with the default sampler and
 * every other `parentbased_` one, and without the SDK.
 */
export function leavesUnrecorded(): boolean {
  return !samplesBelowUnrecorded;
}

/** Starts the first span of a trace. It always has a valid id, also when nothing records it. */
export function startTrace(name: string, options: SpanOptions): Span {
  if (sdkRuns) return tracer.startSpan(name, options, ROOT_CONTEXT);
  return trace.wrapSpanContext({
    traceId: randomHex(16),
    spanId: randomHex(8),
    traceFlags: TraceFlags.NONE,
  });
}

// Drawn in bulk: on the path of an event, one call to the random source for each id costs more than all else of a span.
const pool = Buffer.alloc(24 * 256);
let drawn = pool.length;

function randomHex(bytes: number): string {
  if (drawn + bytes > pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += bytes;
  return pool.toString('hex', drawn - bytes, drawn);
}

/** Starts a span below the one in `parent`; without a valid one there it starts a trace. */
export function startSpan(name: string, options: SpanOptions, parent: Context): Span {
  if (!trace.getSpanContext(parent)) return startTrace(name, options);
  return tracer.startSpan(name, options, parent);
}

/** The context to give to what happens below this span. */
export function contextOf(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span);
}

/** A link to the span in a context, or none. */
export function linkTo(context: Context): Link[] {
  const linked: SpanContext | undefined = trace.getSpanContext(context);
  return linked && isSpanContextValid(linked) ? [{ context: linked }] : [];
}

/** The trace id in a context, 32 hex digits, for log lines and rows; undefined when there is none. */
export function traceIdOf(context: Context): string | undefined {
  return trace.getSpanContext(context)?.traceId;
}

/** Ends a span as failed. */
export function failSpan(span: Span, errorType: string, message: string): void {
  span.setAttribute('error.type', errorType);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.end();
}

/**
 * The tracing SDK as a component. It does something only when an OTLP endpoint is set (`OTEL_EXPORTER_OTLP_ENDPOINT` or
 * `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`); all `OTEL_*` variables are honoured, which the SDK reads by itself. One trace
 * in a hundred is recorded unless `OTEL_TRACES_SAMPLER` says otherwise.
 */
export function createTracing(serviceName: string, env: NodeJS.ProcessEnv): Component {
  const wanted = Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
  let shutdown: (() => Promise<void>) | undefined;
  return {
    name: 'tracing',
    async start() {
      if (!wanted || shutdown) return;
      if (!env.OTEL_TRACES_SAMPLER) {
        env.OTEL_TRACES_SAMPLER = 'parentbased_traceidratio';
        env.OTEL_TRACES_SAMPLER_ARG = '0.01';
      }
      // Imported only here: the SDK takes a good part of a second to load.
      const { NodeSDK } = await import('@opentelemetry/sdk-node');
      // Empty lists turn off the SDK's own exporters of logs and metrics.
      const sdk = new NodeSDK({
        serviceName: env.OTEL_SERVICE_NAME || serviceName,
        metricReaders: [],
        logRecordProcessors: [],
      });
      sdk.start();
      sdkRuns = true;
      samplesBelowUnrecorded = !env.OTEL_TRACES_SAMPLER.startsWith('parentbased_');
      shutdown = () => sdk.shutdown();
    },
    async stop() {
      // Spans that the collector does not take must not keep the process from stopping.
      await shutdown?.().catch(() => {});
      shutdown = undefined;
    },
  };
}

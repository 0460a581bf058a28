// Traces. Spans are made by hand in the adapters: automatic instrumentation of a Kafka client sees batches, not events.
// Without an OTLP endpoint no SDK is loaded; trace ids are made and passed on all the same, so that logs, attempts and
// records can be joined, and whoever turns tracing on later changes one variable.
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
import { samplingBound, TraceIds } from './trace-ids.ts';

export { type Attributes, type Context, type Link, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode };

const tracer = trace.getTracer('hopline');

/**
 * What a span can be below: a context, or a span itself, which saves making a context for each event of a trace that
 * nobody records.
 */
export type Parent = Context | Span;

export interface SpanOptions {
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  readonly links?: Link[];
}

/** Whether the SDK runs and asks its sampler about every span, also below one that is not recorded. */
let samplesBelowUnrecorded = false;
let sdkRuns = false;
/** The SDK is asked about a new trace when its word is below this. */
let recordedBelow = 0;
const ids = new TraceIds();

/**
 * Whether what goes on below a span that is not recorded is never recorded either: so it is with the default sampler and
 * every other `parentbased_` one, and without the SDK.
 */
export function leavesUnrecorded(): boolean {
  return !samplesBelowUnrecorded;
}

/**
 * Starts the first span of a trace. It always has a valid id, also when nothing records it.
 * @param name asked for when it may be recorded
 */
export function startTrace(name: string | (() => string), options: SpanOptions): Span {
  if (sdkRuns && ids.nextTraceWord() < recordedBelow) {
    return tracer.startSpan(typeof name === 'string' ? name : name(), options, ROOT_CONTEXT);
  }
  return trace.wrapSpanContext({
    traceId: ids.generateTraceId(),
    spanId: ids.generateSpanId(),
    traceFlags: TraceFlags.NONE,
  });
}

/** Starts a span below the one in `parent`; without a valid one there it starts a trace. */
export function startSpan(name: string, options: SpanOptions, parent: Parent): Span {
  if (!spanContextOf(parent)) return startTrace(name, options);
  return tracer.startSpan(name, options, isSpan(parent) ? contextOf(parent) : parent);
}

/**
 * What stands for a span below `parent` when neither that nor anything below it is recorded: its own span. Undefined when a
 * span is to be started, or nothing is there to continue.
 */
export function unrecordedSpan(parent: Parent): Span | undefined {
  if (!leavesUnrecorded()) return undefined;
  const span = isSpan(parent) ? parent : trace.getSpan(parent);
  const ids = span?.spanContext();
  if (!ids || !isSpanContextValid(ids) || ids.traceFlags & TraceFlags.SAMPLED) return undefined;
  return span;
}

/** The ids in a context, or of a span. */
export function spanContextOf(parent: Parent): SpanContext | undefined {
  return isSpan(parent) ? parent.spanContext() : trace.getSpanContext(parent);
}

function isSpan(parent: Parent): parent is Span {
  return 'spanContext' in parent;
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

/** The trace id in a context or of a span, 32 hex digits, for log lines and rows; undefined when there is none. */
export function traceIdOf(parent: Parent): string | undefined {
  return spanContextOf(parent)?.traceId;
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
        idGenerator: ids,
      });
      sdk.start();
      recordedBelow = samplingBound(env);
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

// Traces. Spans are made by hand in the adapters: automatic instrumentation of a Kafka client sees batches, not events.
// Without an OTLP endpoint no SDK is loaded; trace ids are made and passed on all the same, so that logs, attempts and
// records can be joined, and whoever turns tracing on later changes one variable.
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal } from '@hopline/runtime/wait';
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
import type { Logger } from './logger.ts';
import { NO_CURRENT_CONTEXT } from './no-current-context.ts';
import { samplingBound, TraceIds } from './trace-ids.ts';
import { logTracingTrouble } from './tracing-log.ts';

export { type Attributes, type Context, type Link, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode };

const tracer = trace.getTracer('hopline');
/** How long a stop waits for the last spans to be taken, at the most. */
const FLUSH_MS = 3000;

/**
 * What a span can be below: a context, or a span itself, which saves making a context for each event of a trace that
 * nobody records.
 */
export type Parent = Context | Span;

export interface SpanOptions {
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  readonly links?: Link[];
  /** When it began, milliseconds since the epoch; without it: now. */
  readonly startTime?: number;
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
  return unrecordedTrace();
}

/** The first span of a trace that is not recorded, whatever the sampler says. It has a valid id like any other. */
export function unrecordedTrace(): Span {
  return trace.wrapSpanContext({
    traceId: ids.generateTraceId(),
    spanId: ids.generateSpanId(),
    traceFlags: TraceFlags.NONE,
  });
}

/**
 * Starts the first span of a trace that goes on from others, such as a retry after a long wait, or a batch of events. It is
 * linked to them, and recorded exactly if one of them is: whether an event is traced is decided once, and its whole way is
 * there to be seen or none of it. Without any origin, or with a sampler that does not leave a span to its parent, it is a
 * trace like any other.
 */
export function startFollowing(name: string, options: SpanOptions, origins: readonly Parent[]): Span {
  const links = [...(options.links ?? []), ...origins.flatMap(linksTo)];
  if (!leavesUnrecorded() || !origins.some(isValid)) return startTrace(name, { ...options, links });
  if (!origins.some(isRecorded) || !sdkRuns || recordedBelow === 0) return unrecordedTrace();
  // The ratio sampler goes by the trace's id alone, so this one is drawn until the sampler will take it.
  ids.seekTraceWord(recordedBelow);
  return tracer.startSpan(name, { ...options, links }, ROOT_CONTEXT);
}

function isValid(parent: Parent): boolean {
  const context = spanContextOf(parent);
  return context !== undefined && isSpanContextValid(context);
}

function isRecorded(parent: Parent): boolean {
  return isValid(parent) && isSampled(spanContextOf(parent));
}

function isSampled(context: SpanContext | undefined): boolean {
  return context !== undefined && (context.traceFlags & TraceFlags.SAMPLED) !== 0;
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
  if (!ids || !isSpanContextValid(ids) || isSampled(ids)) return undefined;
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

/** A link to something of ours when that is recorded: a link to anything else leads nowhere. */
export function linksTo(parent: Parent): Link[] {
  const context = spanContextOf(parent);
  return context && isRecorded(parent) ? [{ context }] : [];
}

/**
 * A moment on the clock of `performance.now()` in milliseconds since the epoch. Each call reads two clocks, and so gives one
 * moment another time: what has to be in order is reckoned from one call. The wall clock is read last: a process that is held
 * up in between gives a time that is too late, which nothing that begins after the call is before, and never one too early.
 */
export function epochOf(momentMs: number): number {
  const agoMs = performance.now() - momentMs;
  return Date.now() - agoMs;
}

/** Does something inside a span of this name below `parent`; just does it where nothing of the trace is recorded. */
export async function inSpan<T>(name: string, parent: Span, task: () => Promise<T>): Promise<T> {
  if (!parent.isRecording()) return await task();
  const span = startSpan(name, { kind: SpanKind.INTERNAL }, parent);
  try {
    const result = await task();
    span.end();
    return result;
  } catch (error) {
    failSpan(span, error instanceof Error ? error.name : 'unknown', String(error));
    throw error;
  }
}

/** Ends a span as failed. */
export function failSpan(span: Span, errorType: string, message: string): void {
  span.setAttribute('error.type', errorType);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.end();
}

/**
 * The tracing SDK as a component. It does something only when it is told where spans go (`OTEL_EXPORTER_OTLP_ENDPOINT`,
 * `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` or `OTEL_TRACES_EXPORTER`), and is not turned off (`OTEL_SDK_DISABLED`,
 * `OTEL_TRACES_EXPORTER=none`); all `OTEL_*` variables are honoured, which the SDK reads by itself. One trace in a hundred is
 * recorded unless `OTEL_TRACES_SAMPLER` says otherwise, or `OTEL_TRACES_SAMPLER_ARG` alone, which is another share.
 * @param env the process's own, which the SDK reads
 * @param log told of what goes wrong, as when nobody takes the spans; without it nobody is
 */
export function createTracing(
  serviceName: string,
  env: NodeJS.ProcessEnv,
  log?: Pick<Logger, 'warn'>,
): Component {
  let shutdown: (() => Promise<void>) | undefined;
  return {
    name: 'tracing',
    async start() {
      if (!isWanted(env) || shutdown) return;
      if (!env.OTEL_TRACES_SAMPLER) {
        env.OTEL_TRACES_SAMPLER = 'parentbased_traceidratio';
        env.OTEL_TRACES_SAMPLER_ARG ||= '0.01';
      }
      if (log) logTracingTrouble(log, env);
      // Imported only here: the SDK takes a good part of a second to load.
      const { NodeSDK } = await import('@opentelemetry/sdk-node');
      const isNamed =
        env.OTEL_SERVICE_NAME || /(^|,)\s*service\.name=/.test(env.OTEL_RESOURCE_ATTRIBUTES ?? '');
      // Empty lists turn off the SDK's own exporters of logs and metrics.
      const sdk = new NodeSDK({
        ...(isNamed ? {} : { serviceName }),
        metricReaders: [],
        logRecordProcessors: [],
        idGenerator: ids,
        contextManager: NO_CURRENT_CONTEXT,
      });
      sdk.start();
      shutdown = () => sdk.shutdown();
      // An exporter that it does not know leaves it without any: then it makes spans without ids. This one is not ended, and
      // so goes nowhere.
      sdkRuns = isSpanContextValid(tracer.startSpan('probe', {}, ROOT_CONTEXT).spanContext());
      recordedBelow = samplingBound(env);
      samplesBelowUnrecorded = sdkRuns && !env.OTEL_TRACES_SAMPLER.startsWith('parentbased_');
    },
    async stop(deadline) {
      // Spans that the collector does not take must not keep the process from stopping.
      const flushed = shutdown?.() ?? Promise.resolve();
      shutdown = undefined;
      await raceSignal(flushed, AbortSignal.any([deadline, AbortSignal.timeout(FLUSH_MS)])).catch(() => {});
    },
  };
}

function isWanted(env: NodeJS.ProcessEnv): boolean {
  const exporter = env.OTEL_TRACES_EXPORTER?.trim();
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true' || exporter === 'none') return false;
  return Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || exporter);
}

// A process that traces as a service does: starts traces, ends them, and prints how many it recorded, and whether all have ids.
import { createLogger } from '@hopline/telemetry/logger';
import { createTracing, SpanKind, startTrace } from '@hopline/telemetry/tracing';

const tracing = createTracing('hopline-test', process.env, createLogger('test', 'info'));
await tracing.start();
const spans = Array.from({ length: 2000 }, () => startTrace('started', { kind: SpanKind.INTERNAL }));
const recorded = spans.filter((span) => span.isRecording()).length;
const valid = spans.every((span) => /^(?!0{32})[0-9a-f]{32}$/.test(span.spanContext().traceId));
for (const span of spans) span.end();
await tracing.stop(AbortSignal.timeout(5000));
console.log(JSON.stringify({ recorded, valid }));
// A request that hangs would keep it, as it would a service without runService.
setTimeout(() => process.exit(0), 1000).unref();

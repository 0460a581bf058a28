import { createTracing } from '@hopline/telemetry/tracing';
import { type Cleanup, inReverse } from './cleanup.ts';
import { type OtlpSink, startOtlpSink } from './otlp-sink.ts';

export interface InProcessTracing {
  readonly sink: OtlpSink;
  /** Exports what has ended. It is stopped with the test as well. */
  stop(): Promise<void>;
}

/**
 * Traces what the test does in its own process, every trace of it unless `env` says otherwise, and collects the spans.
 * @param env further OTEL variables
 */
export async function traceInProcess(
  context: Cleanup,
  service: string,
  env: Record<string, string> = {},
): Promise<InProcessTracing> {
  const t = inReverse(context);
  const sink = await startOtlpSink(t);
  // The SDK reads the process's own environment.
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    ...env,
  });
  const tracing = createTracing(service, process.env);
  await tracing.start?.();
  const stop = async () => tracing.stop?.(AbortSignal.timeout(5000));
  t.after(stop);
  return { sink, stop };
}

// The metrics of a process, as Prometheus reads them. One registry a service, made by its wiring and handed down: no
// instrument is global. The names stand in metrics/, by hop; docs/metrics.md lists them all, which a test keeps true.
import type { Scrape } from '@hopline/runtime/health-server';
import { setting } from '@hopline/runtime/settings';
import { collectDefaultMetrics, type Metric, type OpenMetricsContentType, Registry } from 'prom-client';
import { type Counter, CounterFamily, CounterInstrument, ReadCounters } from './metrics/counter.ts';
import { Gauge, Gauges } from './metrics/gauge.ts';
import { type Histogram, HistogramInstrument } from './metrics/histogram.ts';
import type { Instrument, Sample } from './metrics/instrument.ts';

export type { Counter, CounterFamily } from './metrics/counter.ts';
export type { Histogram, HistogramInstrument } from './metrics/histogram.ts';
export type { Sample } from './metrics/instrument.ts';

export const metricsSettings = {
  PROMETHEUS_ENABLED: setting.flag({
    description: 'serves GET /metrics, for Prometheus',
    default: 'true',
  }),
};

/**
 * How often the event loop's lag is looked at. At the default of 10 ms an idle process spends 7 ms of CPU a second on that,
 * more than on everything else.
 */
const LAG_INTERVAL_MS = 50;

export interface MetricDescription {
  readonly name: string;
  readonly type: Instrument['type'];
  readonly help: string;
  readonly labels: readonly string[];
}

/** Makes instruments and prints them. A name can be used once. Labels never hold what callers can choose. */
export interface Metrics {
  counter(name: string, help: string): Counter;
  counters<Label extends string>(name: string, help: string, labels: readonly Label[]): CounterFamily<Label>;
  /** @param read gives the counters' values; called at every scrape */
  readCounters(name: string, help: string, labels: readonly string[], read: () => Sample[]): void;
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  histograms(name: string, help: string, bounds: readonly number[], label: string): HistogramInstrument;
  /** @param read is called at every scrape */
  gauge(name: string, help: string, read: () => number): void;
  /** @param read gives the values that there are; called at every scrape */
  gauges(name: string, help: string, labels: readonly string[], read: () => Sample[]): void;
  /** Adds what Node and the operating system tell of the process: names with `process_` and `nodejs_`. */
  addProcessMetrics(): void;
  /** All that was made so far, without the process's. */
  list(): MetricDescription[];
  /** Everything in OpenMetrics 1.0, which every Prometheus since 2.5 reads and which alone has exemplars. */
  scrape(): Promise<Scrape>;
}

export function createMetrics(): Metrics {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const described: MetricDescription[] = [];

  function register<T extends Instrument>(instrument: T): T {
    const { name, type, help, labelNames: labels } = instrument;
    const metric = {
      // The registry takes `_total` off the name of a counter, as OpenMetrics has it.
      name,
      type,
      get() {
        return { name: this.name, type, help, values: instrument.samples() };
      },
    };
    // It asks for no more than this, though its type names its own classes.
    registry.registerMetric(metric as unknown as Metric);
    described.push({ name, type, help, labels });
    return instrument;
  }

  return {
    counter: (name, help) => register(new CounterInstrument(name, help)),
    counters: (name, help, labels) => register(new CounterFamily(name, help, labels)),
    readCounters: (name, help, labels, read) => void register(new ReadCounters(name, help, labels, read)),
    histogram: (name, help, bounds) => register(new HistogramInstrument(name, help, bounds)).of(''),
    histograms: (name, help, bounds, label) => register(new HistogramInstrument(name, help, bounds, label)),
    gauge: (name, help, read) => void register(new Gauge(name, help, read)),
    gauges: (name, help, labels, read) => void register(new Gauges(name, help, labels, read)),
    addProcessMetrics: () =>
      collectDefaultMetrics<OpenMetricsContentType>({
        register: registry,
        eventLoopMonitoringPrecision: LAG_INTERVAL_MS,
      }),
    list: () => [...described],
    scrape: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

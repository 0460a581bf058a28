// The metrics of a process's connections to Kafka, and of its place in the groups that read from it.
import type { Counter, Histogram, HistogramInstrument, Metrics } from '../metrics.ts';
import { REQUEST_BUCKETS } from './histogram.ts';

/** What a consumer has before it in one topic, of the partitions that it owns. */
export interface TopicLag {
  readonly topic: string;
  readonly partitions: number;
  /** That are there and not done. */
  readonly records: number;
  /** The age of the oldest of them, beyond what it waits on purpose. */
  readonly seconds: number;
}

/** A topic that a process writes to. */
export interface TopicState {
  readonly topic: string;
  readonly partitions: number;
  /** Those of them that no broker leads. */
  readonly leaderless: number;
}

export interface KafkaMetrics {
  /** A request is sent. @param api its name in Kafka's protocol */
  countRequest(api: string): void;
  readonly requestTimeouts: Counter;
  readonly disconnects: Counter;
  /** From a produce request to its answer. */
  readonly produceSeconds: Histogram;
  readonly producedRecords: Histogram;
  /**
   * A consumer of this process.
   * @param read what it has before it; called at every scrape
   * @returns what counts its rebalances
   */
  addConsumer(group: string, read: () => readonly TopicLag[]): Counter;
  /**
   * A publisher of this process.
   * @param read what the brokers have said last of its topics; called at every scrape
   */
  addTopics(read: () => readonly TopicState[]): void;
}

/** @param batchSizes see createBatchSizes */
export function createKafkaMetrics(metrics: Metrics, batchSizes: HistogramInstrument): KafkaMetrics {
  const requests = metrics.counters(
    'kafka_requests_total',
    'requests to Kafka, by their name in its protocol',
    ['api'],
  );
  const consumers: { readonly group: string; readonly read: () => readonly TopicLag[] }[] = [];
  const rebalances = metrics.counters(
    'consumer_rebalances_total',
    'how often this member of the group was given its partitions, when it joined too',
    ['group'],
  );
  const addGauge = (name: string, help: string, value: (lag: TopicLag) => number) =>
    metrics.gauges(name, help, ['topic', 'group'], () =>
      consumers.flatMap(({ group, read }) =>
        read().map((lag) => ({ labels: { topic: lag.topic, group }, value: value(lag) })),
      ),
    );
  addGauge(
    'consumer_lag_records',
    'records that are not done, of the partitions that this process owns',
    ({ records }) => records,
  );
  addGauge(
    'consumer_lag_seconds',
    'the age of the oldest record that is not done, of the partitions that this process owns; on a rung, for how long it has been due',
    ({ seconds }) => seconds,
  );
  addGauge('consumer_partitions', 'partitions that this process owns', ({ partitions }) => partitions);
  const publishers: (() => readonly TopicState[])[] = [];
  const addTopicGauge = (name: string, help: string, value: (state: TopicState) => number) =>
    metrics.gauges(name, help, ['topic'], () =>
      publishers.flatMap((read) =>
        read().map((state) => ({ labels: { topic: state.topic }, value: value(state) })),
      ),
    );
  addTopicGauge(
    'topic_partitions',
    'partitions of a topic that this process writes to, as the brokers have it; the same whichever process tells: take the highest, never a sum',
    ({ partitions }) => partitions,
  );
  addTopicGauge(
    'topic_partitions_leaderless',
    'those of them that no broker leads: they can neither be written nor read; the same whichever process tells: take the highest, never a sum',
    ({ leaderless }) => leaderless,
  );
  return {
    countRequest: (api) => requests.of({ api }).inc(),
    requestTimeouts: metrics.counter(
      'kafka_request_timeouts_total',
      'requests that Kafka did not answer in time',
    ),
    disconnects: metrics.counter(
      'kafka_disconnects_total',
      'connections to Kafka that broke or were given up, and consumers that had to begin anew',
    ),
    produceSeconds: metrics.histogram(
      'produce_seconds',
      'how long Kafka takes to answer a produce request, of many records',
      REQUEST_BUCKETS,
    ),
    producedRecords: batchSizes.of('produce'),
    addConsumer(group, read) {
      consumers.push({ group, read });
      return rebalances.of({ group });
    },
    addTopics: (read) => void publishers.push(read),
  };
}

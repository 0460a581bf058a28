// What everything stands on, as our processes see it.
import type { BoardSpec } from '../panel-spec.ts';
import { mean, ours, perSecond, quantile, quantiles } from '../queries.ts';

export const storesBoard: BoardSpec = {
  name: 'stores',
  title: 'Hopline / Kafka and Postgres',
  about:
    "Kafka and Postgres as our processes see them. Disks, replication and certificates are the platform's to watch.",
  rows: [
    {
      title: 'Kafka',
      panels: [
        {
          kind: 'series',
          title: 'Time of a produce request',
          about: 'From its sending to the acknowledgement of all replicas in sync.',
          unit: 's',
          alert: 'HoplineKafkaNotAcknowledging',
          queries: quantiles('produce_seconds'),
        },
        {
          kind: 'series',
          title: 'Time of a produce request by service, p95',
          about:
            'One service that is slower than the others is slow itself; all of them are slow with Kafka.',
          unit: 's',
          alert: 'HoplineKafkaTimeouts',
          queries: [{ expr: quantile(0.95, 'produce_seconds', ['job']), legend: '{{job}}' }],
        },
        {
          kind: 'series',
          title: 'Requests to Kafka',
          about: 'A second, by kind.',
          unit: 'reqps',
          queries: [{ expr: perSecond('kafka_requests_total', ['api']), legend: '{{api}}' }],
        },
        {
          kind: 'series',
          title: 'Time-outs and broken connections',
          about: 'In five minutes, by service. Zero is normal.',
          unit: 'short',
          alert: 'HoplineKafkaTimeouts',
          queries: [
            {
              expr: 'sum by (job) (increase(kafka_request_timeouts_total[5m]))',
              legend: 'time-outs, {{job}}',
            },
            { expr: 'sum by (job) (increase(kafka_disconnects_total[5m]))', legend: 'disconnects, {{job}}' },
          ],
        },
        {
          kind: 'series',
          title: 'Records in a request',
          about: 'The mean, by service.',
          unit: 'short',
          queries: [{ expr: mean('batch_records{batch="produce"}', ['job']), legend: '{{job}}' }],
        },
        {
          kind: 'series',
          title: 'Partitions without a leader',
          about: 'By topic. Nothing can be written to them or read from them. Zero is normal.',
          unit: 'short',
          alert: 'HoplinePartitionsLeaderless',
          queries: [{ expr: 'max by (topic) (topic_partitions_leaderless)', legend: '{{topic}}' }],
        },
        {
          kind: 'series',
          title: 'Who reaches Kafka and Postgres',
          about: 'Processes that do, of each service.',
          unit: 'short',
          alert: 'HoplineKafkaAway',
          queries: [
            {
              expr: 'sum by (job, dependency) (dependency_up{dependency=~"kafka|postgres"})',
              legend: '{{dependency}}, {{job}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Postgres',
      panels: [
        {
          kind: 'series',
          title: 'Statements',
          about: 'A second, by name.',
          unit: 'ops',
          queries: [
            {
              expr: perSecond('db_operations_latency_seconds_count', ['operation']),
              legend: '{{operation}}',
            },
          ],
        },
        {
          kind: 'series',
          title: 'Time of a statement, p95',
          about: 'The ten slowest, without the wait for a connection.',
          unit: 's',
          queries: [
            {
              expr: `topk(10, ${quantile(0.95, 'db_operations_latency_seconds', ['operation'])})`,
              legend: '{{operation}}',
            },
          ],
        },
        {
          kind: 'series',
          title: 'Where its time goes',
          about:
            'Statements under way on the average, by name: how many connections each of them keeps busy.',
          unit: 'short',
          stacked: true,
          queries: [
            {
              expr: `topk(10, ${perSecond('db_operations_latency_seconds_sum', ['operation'])})`,
              legend: '{{operation}}',
            },
          ],
        },
        {
          kind: 'series',
          title: 'Connections in use',
          about: 'Of those that a process may have (POOL_SIZE).',
          unit: 'percentunit',
          max: 1,
          limit: 0.8,
          alert: 'HoplineDatabasePoolExhausted',
          queries: [
            {
              expr: '(db_pool_connections - db_pool_idle_connections) / db_pool_size',
              legend: '{{job}} {{instance}}',
            },
          ],
        },
        {
          kind: 'series',
          title: 'Waiting for a connection',
          about: 'Operations. A few at a peak are normal; some all the time are not.',
          unit: 'short',
          alert: 'HoplineDatabasePoolExhausted',
          queries: [{ expr: 'db_pool_waiting', legend: '{{job}} {{instance}}' }],
        },
        {
          kind: 'series',
          title: 'Oldest day of events',
          about: 'What Postgres keeps: EVENT_RETENTION and a day at most.',
          unit: 's',
          queries: [{ expr: 'max(oldest_day_age_seconds)', legend: 'age' }],
        },
      ],
    },
    {
      title: 'Our processes',
      panels: [
        {
          kind: 'series',
          title: 'Time of garbage collection',
          about:
            'As a share of the time, by process. Above a tenth the heap is too small, or something leaks.',
          unit: 'percentunit',
          queries: [
            {
              expr: 'sum by (job, instance) (rate(nodejs_gc_duration_seconds_sum[$__rate_interval])) and on (job, instance) hopline_info',
              legend: '{{job}} {{instance}}',
            },
          ],
        },
        {
          kind: 'series',
          title: 'Heap in use',
          about: 'Of JavaScript, by process.',
          unit: 'bytes',
          queries: [{ expr: ours('nodejs_heap_size_used_bytes'), legend: '{{job}} {{instance}}' }],
        },
        {
          kind: 'series',
          title: 'Open files',
          about: 'Sockets among them, by process.',
          unit: 'short',
          queries: [{ expr: ours('process_open_fds'), legend: '{{job}} {{instance}}' }],
        },
        {
          kind: 'series',
          title: "Clocks beside Postgres'",
          about:
            'By process; above 0 it is ahead. Milliseconds are normal. One line alone: that machine; all of them: that of Postgres.',
          unit: 's',
          alert: 'HoplineClockOff',
          queries: [{ expr: 'clock_offset_seconds', legend: '{{job}} {{instance}}' }],
        },
      ],
    },
  ],
};

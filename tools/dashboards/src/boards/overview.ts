// Is all well, and if not, where to look?
import type { BoardSpec } from '../panel-spec.ts';
import { ours, perSecond, quantile, share } from '../queries.ts';

/** What clients send; probes and scrapes are not. */
const REQUESTS = 'http_requests_total{route!~"/healthz|/readyz|/metrics"}';
const FAILED = 'http_requests_total{status="5xx",route!~"/healthz|/readyz|/metrics"}';

export const overviewBoard: BoardSpec = {
  name: 'overview',
  title: 'Hopline / Overview',
  about: 'The golden signals, and the way of events from accepted to delivered.',
  rows: [
    {
      title: 'Golden signals',
      panels: [
        {
          kind: 'number',
          title: 'Accepted',
          about: 'Events that were answered 202, a second.',
          unit: 'cps',
          queries: [{ expr: perSecond('events_ingested_total'), legend: 'events' }],
        },
        {
          kind: 'number',
          title: 'Time to accept, p95',
          about: 'One event in twenty waits longer for its 202. 10 ms is normal.',
          unit: 's',
          limit: 0.01,
          alert: 'HoplineIngestSlow',
          queries: [{ expr: quantile(0.95, 'event_ingestion_latency_seconds'), legend: 'p95' }],
        },
        {
          kind: 'number',
          title: 'Failed requests',
          about:
            'The share of requests answered 5xx. Of an event answered so the client does not know whether it was taken.',
          unit: 'percentunit',
          limit: 0.01,
          alert: 'HoplineRequestErrors',
          queries: [{ expr: share(perSecond(FAILED), perSecond(REQUESTS)), legend: '5xx' }],
        },
        {
          kind: 'number',
          title: 'Oldest event not stored',
          about: 'How long the oldest accepted event has been waiting for Postgres. Half a second is much.',
          unit: 's',
          limit: 0.5,
          alert: 'HoplinePersistLag',
          queries: [{ expr: 'max(consumer_lag_seconds{group=~".+\\\\.persist"})', legend: 'lag' }],
        },
        {
          kind: 'number',
          title: 'Deliveries that succeed',
          about:
            'Of the deliveries that end, other than cancelled ones, those that the receiver has taken. 99 % is the objective.',
          unit: 'percentunit',
          max: 1,
          alert: 'HoplineDeliveryBudgetBurningFast',
          queries: [
            {
              expr: `${perSecond('webhook_deliveries_total{status="succeeded"}')} / ${perSecond('webhook_deliveries_total{status=~"succeeded|dead"}')}`,
              legend: 'succeeded',
            },
          ],
        },
        {
          kind: 'number',
          title: 'Dead letters',
          about:
            'Records in the dead-letter topics, of deliveries that were given up and of records that could not be stored.',
          unit: 'short',
          alert: 'HoplineDeadLettersGrowing',
          queries: [{ expr: 'sum(max by (topic) (dead_letters))', legend: 'letters' }],
        },
      ],
    },
    {
      title: 'From accepted to delivered',
      panels: [
        {
          kind: 'series',
          title: 'Flow',
          about:
            'How much passes each place a second. Stored follows accepted at once; delivered is as much as deliveries made, later by the retries.',
          unit: 'cps',
          width: 12,
          alert: 'HoplineProcessingBehind',
          queries: [
            { expr: perSecond('events_ingested_total'), legend: 'events accepted' },
            { expr: perSecond('events_stored_total'), legend: 'events stored' },
            { expr: perSecond('deliveries_made_total'), legend: 'deliveries made' },
            { expr: perSecond('webhook_attempts_total'), legend: 'attempts' },
            {
              expr: perSecond('webhook_deliveries_total{status="succeeded"}'),
              legend: 'deliveries succeeded',
            },
          ],
        },
        {
          kind: 'series',
          title: 'How long it takes',
          about:
            'From the request to the 202, from there to the row, and from there to the 2xx of the receiver at the first attempt. A point is an event with a trace.',
          unit: 's',
          width: 12,
          alert: 'HoplineDeliveryLate',
          traces: '{ resource.service.name =~ "hopline-.*" && duration > 100ms }',
          queries: [
            { expr: quantile(0.95, 'event_ingestion_latency_seconds'), legend: 'accepted p95' },
            { expr: quantile(0.95, 'event_stored_seconds'), legend: 'stored p95' },
            { expr: quantile(0.5, 'event_delivered_seconds{attempt="first"}'), legend: 'delivered p50' },
            { expr: quantile(0.95, 'event_delivered_seconds{attempt="first"}'), legend: 'delivered p95' },
          ],
        },
        {
          kind: 'series',
          title: 'What waits',
          about:
            'Events in front of Kafka, and records that nobody has worked off, by topic. On a rung, what is not due yet waits on purpose.',
          unit: 'short',
          alert: 'HoplinePersistLag',
          queries: [
            { expr: 'sum(event_queue_size)', legend: 'in the api' },
            { expr: 'sum by (topic) (consumer_lag_records)', legend: '{{topic}}' },
          ],
        },
        {
          kind: 'series',
          title: 'What deliveries come to',
          about: 'Succeeded, to be tried again, given up, cancelled; a second.',
          unit: 'cps',
          stacked: true,
          alert: 'HoplineDeliveryBudgetBurningFast',
          queries: [{ expr: perSecond('webhook_deliveries_total', ['status']), legend: '{{status}}' }],
        },
        {
          kind: 'series',
          title: 'How full it is',
          about: 'What may run out, as a share of what there is: the worst process of each kind.',
          unit: 'percentunit',
          max: 1,
          limit: 0.8,
          alert: 'HoplineBufferFilling',
          queries: [
            { expr: 'max(event_queue_bytes / event_queue_limit_bytes)', legend: 'buffer, bytes' },
            { expr: 'max(event_queue_size / event_queue_limit_records)', legend: 'buffer, records' },
            {
              expr: 'max(1 - delivery_slots{use="free"} / ignoring (use) sum without (use) (delivery_slots{use=~"free|posting"}))',
              legend: 'slots of deliver',
            },
            {
              expr: 'max by (job) ((db_pool_connections - db_pool_idle_connections) / db_pool_size)',
              legend: 'Postgres, {{job}}',
            },
          ],
        },
      ],
    },
    {
      title: 'State',
      panels: [
        {
          kind: 'series',
          title: 'Alerts that fire',
          about: 'How many of each. Empty is good.',
          unit: 'short',
          queries: [
            {
              expr: 'count by (alertname, severity) (ALERTS{alertstate="firing"})',
              legend: '{{alertname}} ({{severity}})',
            },
          ],
        },
        {
          kind: 'series',
          title: 'Dependencies',
          about:
            '1: every process reaches it; 0: at least one does not. /readyz of that process says since when.',
          unit: 'short',
          max: 1,
          alert: 'HoplineKafkaAway',
          queries: [{ expr: 'min by (job, dependency) (dependency_up)', legend: '{{job}}: {{dependency}}' }],
        },
        {
          kind: 'series',
          title: 'Processes',
          about: 'How many run, by service and version.',
          unit: 'short',
          alert: 'HoplineServiceMissing',
          queries: [{ expr: 'sum by (job, version) (hopline_info)', legend: '{{job}} {{version}}' }],
        },
        {
          kind: 'series',
          title: 'CPU',
          about:
            'Cores in use by each process. One that stays near 1 has no room left: JavaScript runs on one core.',
          unit: 'short',
          alert: 'HoplineEventLoopLate',
          queries: [
            {
              expr: ours('rate(process_cpu_seconds_total[$__rate_interval])'),
              legend: '{{job}} {{instance}}',
            },
          ],
        },
        {
          kind: 'series',
          title: 'Memory',
          about: 'Resident memory of each process.',
          unit: 'bytes',
          queries: [{ expr: ours('process_resident_memory_bytes'), legend: '{{job}} {{instance}}' }],
        },
        {
          kind: 'series',
          title: 'Lateness of the event loop, p99',
          about: 'A loop that is never late shows 50 ms, the time between two looks.',
          unit: 's',
          limit: 0.3,
          alert: 'HoplineEventLoopLate',
          queries: [{ expr: ours('nodejs_eventloop_lag_p99_seconds'), legend: '{{job}} {{instance}}' }],
        },
      ],
    },
  ],
};

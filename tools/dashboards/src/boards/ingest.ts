// From a request to an event that Kafka has.
import type { BoardSpec } from '../panel-spec.ts';
import { mean, perSecond, quantile, quantiles, share } from '../queries.ts';

export const ingestBoard: BoardSpec = {
  name: 'ingest',
  title: 'Hopline / Ingest',
  about: 'From a request to an event that Kafka has: how many, how fast, what is refused and why.',
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          kind: 'series',
          title: 'Accepted events',
          about: 'Events that were answered 202, a second, by process.',
          unit: 'cps',
          stacked: true,
          queries: [{ expr: perSecond('events_ingested_total', ['instance']), legend: '{{instance}}' }],
        },
        {
          kind: 'series',
          title: 'Requests by route',
          about: 'All requests, a second, by the pattern of their path.',
          unit: 'reqps',
          queries: [
            { expr: perSecond('http_requests_total', ['method', 'route']), legend: '{{method}} {{route}}' },
          ],
        },
        {
          kind: 'series',
          title: 'Requests by status',
          about: '4xx are mistakes of clients or too much of something; 5xx are ours.',
          unit: 'reqps',
          stacked: true,
          alert: 'HoplineRequestErrors',
          traces: '{ resource.service.name = "hopline-api" && status = error }',
          queries: [{ expr: perSecond('http_requests_total', ['status']), legend: '{{status}}' }],
        },
        {
          kind: 'series',
          title: 'Time to accept',
          about:
            'From the arrival of the headers to the 202, of one event or one batch. A point is a request with a trace.',
          unit: 's',
          limit: 0.01,
          alert: 'HoplineIngestSlow',
          traces: '{ resource.service.name = "hopline-api" && duration > 10ms }',
          queries: quantiles('event_ingestion_latency_seconds'),
        },
        {
          kind: 'series',
          title: 'Time to answer by route, p95',
          about: 'Of all routes, those of the control plane too.',
          unit: 's',
          traces: '{ resource.service.name = "hopline-api" && duration > 100ms }',
          queries: [{ expr: quantile(0.95, 'http_request_seconds', ['route']), legend: '{{route}}' }],
        },
        {
          kind: 'series',
          title: 'What is refused, by code',
          about:
            'Requests answered with a problem, and events refused in a batch, a second. docs/errors.md has each code.',
          unit: 'cps',
          alert: 'HoplineSheddingLoad',
          queries: [{ expr: perSecond('requests_refused_total', ['code']), legend: '{{code}}' }],
        },
        {
          kind: 'series',
          title: 'Requests that are wrong',
          about: 'Bodies, parameters and headers that are not as they should be, a second.',
          unit: 'cps',
          queries: [{ expr: perSecond('validation_errors_total', ['type']), legend: '{{type}}' }],
        },
      ],
    },
    {
      title: 'In front of Kafka',
      panels: [
        {
          kind: 'series',
          title: 'Queue',
          about: 'Events that wait for Kafka or are on their way to it, by process.',
          unit: 'short',
          limit: 1000,
          alert: 'HoplineQueueDeep',
          queries: [{ expr: 'event_queue_size', legend: '{{instance}}' }],
        },
        {
          kind: 'series',
          title: 'Buffer',
          about: 'How full the buffer of each process is. At 100 % events are answered 429.',
          unit: 'percentunit',
          max: 1,
          limit: 0.8,
          alert: 'HoplineBufferFilling',
          queries: [
            { expr: 'event_queue_bytes / event_queue_limit_bytes', legend: '{{instance}} bytes' },
            { expr: 'event_queue_size / event_queue_limit_records', legend: '{{instance}} records' },
          ],
        },
        {
          kind: 'series',
          title: 'Events in a request to Kafka',
          about:
            'The mean, of each service. It grows under load: while a request is under way the next one gathers.',
          unit: 'short',
          queries: [{ expr: mean('batch_records{batch="produce"}', ['job']), legend: '{{job}}' }],
        },
        {
          kind: 'series',
          title: 'Fullest partition',
          about:
            'Accepted events of the fullest partition that are not stored. Beyond MAX_PARTITION_BACKLOG, who put most into it gets 429.',
          unit: 'short',
          alert: 'HoplineSheddingLoad',
          queries: [
            { expr: 'max(partition_backlog_records)', legend: 'events' },
            { expr: 'max(backlogged_organizations)', legend: 'organizations refused' },
          ],
        },
        {
          kind: 'series',
          title: 'Connections dropped',
          about: 'Closed at once because there were MAX_CONNECTIONS, a second. Zero is normal.',
          unit: 'cps',
          queries: [{ expr: perSecond('connections_dropped_total'), legend: 'connections' }],
        },
      ],
    },
    {
      title: 'Keys and limits',
      panels: [
        {
          kind: 'series',
          title: 'Look-ups of keys that miss the cache',
          about:
            'A miss costs a query and maybe a hash. Under 10 % is normal; the first minutes of a process are not.',
          unit: 'percentunit',
          limit: 0.1,
          alert: 'HoplineKeyCacheMisses',
          queries: [
            {
              expr: share(
                perSecond('cache_lookups_total{cache="keys",result="miss"}'),
                perSecond('cache_lookups_total{cache="keys"}'),
              ),
              legend: 'misses',
            },
          ],
        },
        {
          kind: 'series',
          title: 'Time to know whose a key is',
          about:
            'Microseconds when it is cached, else a look-up; some 30 ms more for a key that was stored as argon2id.',
          unit: 's',
          queries: quantiles('auth_latency_seconds'),
        },
        {
          kind: 'series',
          title: 'Time to check the rate limit',
          about: 'In memory, so microseconds. One check in 64 is timed.',
          unit: 's',
          queries: quantiles('rate_limit_check_latency_seconds'),
        },
        {
          kind: 'series',
          title: 'Hashes of keys',
          about:
            'argon2id hashes a second, and secrets that wait for one: keys of releases before that the process has not seen.',
          unit: 'short',
          alert: 'HoplineKeyCacheMisses',
          queries: [
            { expr: perSecond('key_hashes_total'), legend: 'hashes a second' },
            { expr: 'sum(key_hashes_waiting)', legend: 'waiting' },
          ],
        },
        {
          kind: 'series',
          title: 'Keys known to be good',
          about: 'API keys in the memory of each process.',
          unit: 'short',
          queries: [{ expr: 'keys_verified', legend: '{{instance}}' }],
        },
      ],
    },
  ],
};

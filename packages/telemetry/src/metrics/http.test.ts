import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '../metrics.ts';
import { createHttpMetrics } from './http.ts';

test('requests count by route, method and class of the answer; methods that nobody knows are one', async () => {
  const metrics = createMetrics();
  const metricsOf = createHttpMetrics(metrics);
  const events = metricsOf('/api/events');
  events.observe('POST', 202, 0.004);
  events.observe('POST', 200, 0.004);
  events.observe('POST', 429, 0.001);
  // Of the same route, as of its HEAD.
  metricsOf('/api/events').observe('POST', 503, 0.1);
  for (let n = 0; n < 100; n += 1) metricsOf('none').observe(`METHOD${n}`, 404, 0.001);
  const { body } = await metrics.scrape();
  const lines = body.split('\n').filter((line) => /^http_request(s_total|_seconds_count)/.test(line));
  assert.deepEqual(lines, [
    'http_requests_total{method="POST",route="/api/events",status="2xx"} 2',
    'http_requests_total{method="POST",route="/api/events",status="4xx"} 1',
    'http_requests_total{method="POST",route="/api/events",status="5xx"} 1',
    'http_requests_total{method="OTHER",route="none",status="4xx"} 100',
    'http_request_seconds_count{route="/api/events"} 4',
    'http_request_seconds_count{route="none"} 100',
  ]);
});

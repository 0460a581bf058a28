import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyBucket } from '@hopline/postgres/live/latency-buckets';
import { LiveCounts } from '@hopline/postgres/live/live-counts';
import { createMetrics } from '@hopline/telemetry/metrics';
import { createBatchSizes } from '@hopline/telemetry/metrics/batches';
import { createDeliverMetrics } from '@hopline/telemetry/metrics/deliver';
import type { Attempt } from './attempt.ts';
import { OUTCOMES } from './classify-response.ts';
import { createMeasure } from './measure.ts';
import type { Decision } from './next-attempt.ts';

const TRACE = 'a'.repeat(32);
const SUCCEEDED: Decision = { next: { state: 'succeeded', reason: 'delivered' } };
const RETRIED: Decision = { next: { state: 'pending', delayMs: 5000 } };
const DEAD: Decision = { next: { state: 'dead', reason: 'exhausted' } };

function setUp() {
  const metrics = createMetrics();
  const live = new LiveCounts();
  const measure = createMeasure(createDeliverMetrics(metrics, createBatchSizes(metrics), OUTCOMES), live);
  const read = async (series: string) => {
    const { body } = await metrics.scrape();
    return body
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1);
  };
  return { measure, read, live };
}

/** Claimed 3 s after its event was accepted; its post began 500 ms later. */
function attempt(number: number, isRecording = false): Attempt {
  return {
    turn: { claimedAt: { from: 1000, to: 1400 } },
    delivery: { acceptedMs: 3000, attempt: number, organizationId: 'an-organization' },
    startedAt: 1500,
    span: { isRecording: () => isRecording },
    traceId: TRACE,
  } as unknown as Attempt;
}

test('every outcome shows from the start, and a post counts with its own', async () => {
  const { measure, read } = setUp();
  for (const outcome of OUTCOMES)
    assert.equal(await read(`webhook_attempts_total{outcome="${outcome}"}`), '0');
  measure.posted('timeout', 2500);
  assert.equal(await read('webhook_attempts_total{outcome="timeout"}'), '1');
  assert.equal(await read('webhook_attempt_seconds_sum{outcome="timeout"}'), '2.5');
});

test('a delivery counts by what has become of it, and its time only when the receiver has the event', async () => {
  const { measure, read } = setUp();
  measure.recorded(attempt(1), RETRIED, 100);
  measure.recorded(attempt(2), DEAD, 100);
  measure.recorded(attempt(1), SUCCEEDED, 1500);
  measure.recorded(attempt(3), SUCCEEDED, 500);
  for (const [status, count] of [
    ['retried', '1'],
    ['dead', '1'],
    ['succeeded', '2'],
    ['cancelled', '0'],
  ]) {
    assert.equal(await read(`webhook_deliveries_total{status="${status}"}`), count, status);
  }
  assert.equal(await read('event_delivered_seconds_sum{attempt="first"}'), '5');
  assert.equal(await read('event_delivered_seconds_sum{attempt="later"}'), '4');
});

test('the trace of a delivery is shown with its time only if it is recorded', async () => {
  const { measure, read } = setUp();
  const bucket = 'event_delivered_seconds_bucket{le="5",attempt="first"}';
  measure.recorded(attempt(1), SUCCEEDED, 1000);
  assert.equal(await read(bucket), '1');
  measure.recorded(attempt(1, true), SUCCEEDED, 1000);
  assert.match((await read(bucket)) ?? '', new RegExp(`^2 # \\{trace_id="${TRACE}"\\} 4\\.5 `));
});

test('the live figures of the organization have each attempt that failed, and each delivery with its time', () => {
  const { measure, live } = setUp();
  measure.recorded(attempt(1), RETRIED, 100);
  measure.recorded(attempt(2), DEAD, 100);
  measure.recorded(attempt(1), SUCCEEDED, 1500);
  const counted = live.take().get('an-organization');
  assert.deepEqual([counted?.failed, counted?.delivered], [2, 1]);
  // Accepted 3 s before its claim, which was 500 ms before a post of 1500 ms.
  assert.equal(counted?.latency[latencyBucket(5000)], 1);
});

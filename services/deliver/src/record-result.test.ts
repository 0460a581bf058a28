import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptOutcome } from '@hopline/postgres/deliveries/record-outcomes';
import type { Logger } from '@hopline/telemetry/logger';
import { createMetrics } from '@hopline/telemetry/metrics';
import { createBatchSizes } from '@hopline/telemetry/metrics/batches';
import { createDeliverMetrics } from '@hopline/telemetry/metrics/deliver';
import { type PendingResult, ResultWriter } from './record-result.ts';

type Record = (day: string, results: AttemptOutcome[]) => Promise<Map<string, number>>;

function writerWith(record: Record, abandoned = new AbortController().signal) {
  const logged: string[] = [];
  const write = (_fields: object, message: string) => logged.push(message);
  const log = { warn: write, error: write } as unknown as Logger;
  const registry = createMetrics();
  const metrics = createDeliverMetrics(registry, createBatchSizes(registry), []);
  return { writer: new ResultWriter({ record, metrics, log, abandoned }), metrics, logged };
}

function pending(id: string, leaseMs = 60_000, day = '2026-01-01', version = 2): PendingResult {
  const result: AttemptOutcome = {
    id,
    version,
    next: { state: 'succeeded', reason: 'delivered' },
    startedAgoMs: 0,
    durationMs: 1,
    outcome: 'succeeded',
    statusCode: 200,
    error: null,
    response: null,
    traceId: null,
    consequences: {
      ...{ endpointId: 'e', organizationId: 'o', eventId: 'v', eventType: 't', attempt: 1 },
      ...{ url: 'https://example.com', operational: false },
    },
  };
  return { day, build: () => result, leaseEnds: performance.now() + leaseMs, traceId: null };
}

const accept: Record = async (_day, results) => new Map(results.map(({ id }) => [id, 3]));

test('results that come together are written together', async () => {
  const sizes: number[] = [];
  const { writer } = writerWith((day, results) => {
    sizes.push(results.length);
    return accept(day, results);
  });
  const versions = await Promise.all(['a', 'b', 'c'].map((id) => writer.write(pending(id))));
  assert.deepEqual(versions, [3, 3, 3]);
  assert.deepEqual(sizes, [3]);
});

test('results of several days are written day by day', async () => {
  const days: string[] = [];
  const { writer } = writerWith((day, results) => {
    days.push(day);
    return accept(day, results);
  });
  await Promise.all(
    ['2026-01-02', '2026-01-01', '2026-01-02'].map((day, i) => writer.write(pending(String(i), 60_000, day))),
  );
  assert.deepEqual(days.sort(), ['2026-01-01', '2026-01-02']);
});

test('a result that is fenced out gets no version', async () => {
  const { writer, metrics } = writerWith(async () => new Map([['b', 3]]));
  assert.deepEqual(await Promise.all(['a', 'b'].map((id) => writer.write(pending(id)))), [undefined, 3]);
  assert.deepEqual([metrics.resultsFenced.value, metrics.resultsLost.value], [1, 0]);
});

test('of two results of one delivery only that of the claim that still holds gets the version', async () => {
  const { writer } = writerWith(async () => new Map([['a', 5]]));
  const results = [2, 4].map((version) => pending('a', 60_000, '2026-01-01', version));
  assert.deepEqual(await Promise.all(results.map((result) => writer.write(result))), [undefined, 5]);
});

test('goes on trying while Postgres is away', async () => {
  let tries = 0;
  const { writer, logged } = writerWith(async (day, results) => {
    tries += 1;
    if (tries < 3) throw new Error('connection refused');
    return await accept(day, results);
  });
  assert.equal(await writer.write(pending('a')), 3);
  assert.deepEqual(logged, ['results.delayed', 'results.delayed']);
});

test('gives up a result when its lease is over, says so, and goes on with the others', async () => {
  let tries = 0;
  const { writer, logged, metrics } = writerWith(async (day, results) => {
    tries += 1;
    if (tries === 1) throw new Error('connection refused');
    return await accept(day, results);
  });
  const versions = await Promise.all([writer.write(pending('late', -1)), writer.write(pending('good'))]);
  assert.deepEqual(versions, [undefined, 3]);
  assert.deepEqual(logged, ['result.lost', 'results.delayed']);
  assert.deepEqual([metrics.resultsFenced.value, metrics.resultsLost.value], [0, 1]);
});

test('tries no more once the process must end', async () => {
  const abandoned = new AbortController();
  const { writer, logged } = writerWith(async () => {
    abandoned.abort();
    throw new Error('connection refused');
  }, abandoned.signal);
  assert.equal(await writer.write(pending('a')), undefined);
  assert.deepEqual(logged, ['result.lost']);
});

test('one row that Postgres refuses does not keep the others out', async () => {
  const { writer, logged } = writerWith(async (day, results) => {
    if (results.some(({ id }) => id === 'bad')) {
      throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    }
    return await accept(day, results);
  });
  const ids = ['a', 'b', 'bad', 'c', 'd'];
  const versions = await Promise.all(ids.map((id) => writer.write(pending(id))));
  assert.deepEqual(versions, [3, 3, undefined, 3, 3]);
  assert.deepEqual(logged, ['result.lost']);
});

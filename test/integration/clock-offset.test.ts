// A wall clock that is not that of Postgres: what the services say, what they go on with, and that it ends with its cause.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { createClockWatch } from '@hopline/postgres/clock/clock-watch';
import { readClock } from '@hopline/postgres/clock/read-clock';
import { createPool } from '@hopline/postgres/pool';
import type { HealthReport } from '@hopline/runtime/health';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { proxiedDatabase } from '../support/database-proxy.ts';
import { readMetric, readMetrics } from '../support/scrape.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';
import { type ServiceProcess, startService } from '../support/service-process.ts';
import { type SteppedClock, steppedClock } from '../support/stepped-clock.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant } from './api-fixture.ts';

const STEP_MS = -120_000;

async function readyz({ url }: { url: string }) {
  const answer = await fetch(`${url}/readyz`);
  return { code: answer.status, ...((await answer.json()) as HealthReport) };
}

/** Starts all three on one database, each with a clock that can be set. */
async function startServices(t: Cleanup, clock: SteppedClock): Promise<ServiceProcess[]> {
  const [{ url }, topics] = await Promise.all([createDatabase(t), createTopics()]);
  const env = {
    ...{ DATABASE_URL: url, KAFKA_BROKERS: topics.brokers.join(','), TOPIC_PREFIX: topics.prefix },
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
    ...{ ADMIN_TOKEN, SECRET_KEYS, ...clock.env },
  };
  const names = ['api', 'persist', 'deliver'] as const;
  return Promise.all(
    names.map(async (name) => startService(t, name, { ...env, PORT: String(await freePort()) })),
  );
}

const changesOf = (service: ServiceProcess) =>
  [...service.log().matchAll(/"dependency":"clock".*"msg":"(dependency\.\w+)"/g)].map(
    ([, message]) => message,
  );

test('a clock that is set far off is told of by all, persist and deliver are not ready, and events are taken', async (test) => {
  const t = inReverse(test);
  const clock = steppedClock(t);
  const services = await startServices(t, clock);
  const step = (offsetMs: number) =>
    Promise.all(
      services.map((service) =>
        clock.step({ signal: () => process.kill(service.pid, 'SIGUSR2'), log: service.log }, offsetMs),
      ),
    );
  const [api, persist, deliver] = services as [ServiceProcess, ServiceProcess, ServiceProcess];
  const { apiKey: key } = await createTenant(api.url);
  for (const service of services) {
    const isRight = async () => {
      const seconds = await readMetric(service.url, 'clock_offset_seconds');
      return seconds !== undefined && Math.abs(seconds) < 1;
    };
    await until('the clocks were compared, and one machine has one clock', isRight);
    await until('all is well', async () => (await readyz(service)).status === 'ok');
    assert.equal((await readyz(service)).checks.clock, 'ok');
  }

  await step(STEP_MS);
  for (const service of services) {
    const { code, status, checks } = await until('it says so', async () => {
      const ready = await readyz(service);
      // Nothing else is wrong; what answers late on a busy machine is so for a moment.
      return Object.keys(ready.away).join() === 'clock' && ready;
    });
    assert.match(checks.clock ?? '', /^the clock here is 1\d\d\.\d s behind that of Postgres.*NTP/);
    assert.deepEqual([code, status], service === api ? [200, 'ok'] : [503, 'unavailable']);
    const metrics = await readMetrics(service.url, [
      'clock_offset_seconds',
      'dependency_up{dependency="clock"}',
    ]);
    assert.ok(Math.abs((metrics[0] ?? 0) - STEP_MS / 1000) < 1, `${metrics[0]} s`);
    assert.equal(metrics[1], 0);
  }
  const event = await call(`${api.url}/api/events`, 'POST', { key, body: { type: 'a.b', payload: {} } });
  assert.equal(event.status, 202, event.text);
  await until(
    'it is stored all the same',
    async () => (await readMetric(persist.url, 'events_stored_total')) === 1,
  );

  await step(0);
  for (const service of services) {
    await until('all is well again', async () => {
      const { code, checks } = await readyz(service);
      return code === 200 && checks.clock === 'ok';
    });
    await until('its lines are read', () => changesOf(service).length >= 2);
    assert.deepEqual(
      changesOf(service),
      ['dependency.lost', 'dependency.recovered'],
      'a line for each change',
    );
  }
  assert.equal(await deliver.end('SIGTERM'), 0);
});

test('the clock of the same machine is within the error of every reading', async (t) => {
  const { pool } = await createDatabase(t);
  for (let i = 0; i < 50; i += 1) {
    const { askedAt, roundTripMs, serverAt } = await readClock(pool);
    const offMs = Math.abs(askedAt + roundTripMs / 2 - serverAt);
    // Both clocks are read in whole milliseconds.
    assert.ok(offMs <= roundTripMs / 2 + 1, `${offMs} ms in a round trip of ${roundTripMs} ms`);
  }
});

test('while Postgres is away what was known stands, and who has never reached it knows nothing', async (test) => {
  const t = inReverse(test);
  const { database, proxy } = await proxiedDatabase(t);
  const pool = createPool({
    ...{ databaseUrl: database.url, size: 1, applicationName: 'clock' },
    onIdleError: () => {},
  });
  t.after(() => pool.end());
  let attempts = 0;
  const counted = {
    connect: () => {
      attempts += 1;
      return pool.connect();
    },
  } as Pick<typeof pool, 'connect'>;
  const watch = () => {
    const made = createClockWatch({ pool: counted, limitMs: 30_000, everyMs: 20 });
    t.after(() => made.stop(AbortSignal.timeout(1000)));
    return made;
  };
  const failed = async (times: number) => {
    const before = attempts;
    await until(`it is asked in vain ${times} times`, () => attempts > before + times);
  };
  const first = watch();
  await first.start();
  await until('it is known', () => first.offsetSeconds() !== undefined);
  proxy.close();
  await failed(3);
  const second = watch();
  await second.start();
  const known = first.offsetSeconds();
  await failed(6);
  assert.equal(first.offsetSeconds(), known);
  assert.ok(known !== undefined);
  assert.equal(first.problem(), undefined);
  assert.deepEqual([second.offsetSeconds(), second.problem()], [undefined, undefined]);
  proxy.open();
  await until('it is known to both', () => second.offsetSeconds() !== undefined);
});

// Two hundred events on their way through a system that traces all of them: most are delivered, some fail first, some are
// given up and replayed, some repeated, retried by hand or left to the sweeper, and one is poison. Gives what is to be found
// in the traces.
import { randomBytes } from 'node:crypto';
import { createOrganization } from '@hopline/demo/client';
import { createPublisher } from '@hopline/kafka/connect';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { inOrder } from '@hopline/runtime/lifecycle';
import { createTracing } from '@hopline/telemetry/tracing';
import { partitionFor } from '@hopline/wire/partitioner';
import type { Cleanup } from '../cleanup.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { startSystem, type TestSystem } from '../system.ts';
import { until } from '../until.ts';

/** What becomes of an event. */
export type Fate = 'delivered' | 'batched' | 'unwanted' | 'flaky' | 'twice' | 'dead' | 'swept' | 'by-hand';

export interface SentEvent {
  readonly id: string;
  readonly fate: Fate;
  /** The trace that its client had. */
  readonly clientTraceId?: string;
}

export interface TracedRun {
  readonly system: TestSystem;
  readonly receiver: Receiver;
  readonly events: readonly SentEvent[];
  /** The `trace_id` of a problem. */
  readonly problemTraceId: string;
  /** Of a repeated post of an event. */
  readonly repeated: SentEvent;
}

/** The delay of the first rung is the longest that a trace goes on through; those of the others are longer. */
export const LADDER = { short: '2s', long: '4s', last: '5s' };

const EVENTS = {
  delivered: 116,
  batched: 40,
  unwanted: 3,
  flaky: 24,
  twice: 8,
  dead: 4,
  swept: 2,
  'by-hand': 2,
};
/** Fewer than the failures in a row that open an endpoint's breaker. */
const FAILING_EVENTS_AN_ENDPOINT = 4;
const TWICE_AN_ENDPOINT = 2;

/** @param otlp where spans go: OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_PROTOCOL */
export async function runTraced(t: Cleanup, otlp: Record<string, string>): Promise<TracedRun> {
  let isMended = false;
  const receiver = await startReceiver(t, ({ path }, _response, nth) => {
    if (path.startsWith('/flaky')) return nth > 1 ? 200 : 503;
    if (path.startsWith('/twice')) return nth > 2 ? 200 : 503;
    if (path.startsWith('/dead')) return isMended ? 200 : 500;
    return 200;
  });
  const env = {
    ...otlp,
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_BSP_MAX_QUEUE_SIZE: '20000',
  };
  const ladder = Object.values(LADDER).join(',');
  const system = await startSystem(t, {
    ...env,
    RETRY_LADDER: ladder,
    TRACE_THROUGH_RUNGS: LADDER.short,
    BREAKER_OPEN: '1s',
    // On a busy machine the sweeper would take for lost what is on its way, and what it wakes has a trace of its own. What is
    // left to it is overdue for longer.
    SWEEP_AFTER: '40s',
    LOG_LEVEL: 'debug',
  });
  const { id: organizationId, apiKey } = await createOrganization(system.url, system.adminToken, 'Traced');
  const ask = asking(system.url, apiKey);
  await makeEndpoints(ask, receiver);
  const events = await postAll(ask);
  await sendPoison(system, organizationId, env);
  const { trace_id } = await ask('POST', '/api/events', { type: 'order created' }, 400);
  await until('all are delivered or dead', () => isOver(system));

  const byFate = (fate: Fate) => events.filter((event) => event.fate === fate);
  // By its id: they stand in the order of their answers.
  const again = { type: 'order.created', dedup_id: 'delivered-0', payload: { n: 0 } };
  const { id: repeatedId } = await ask('POST', '/api/events', again, 202);
  const repeated = events.find(({ id }) => id === repeatedId);
  if (!repeated) throw new Error(`the repeated post got another id: ${repeatedId}`);
  isMended = true;
  const replay = await ask('POST', '/api/replays', { select: 'failed' }, 202);
  // It wakes each endpoint that something is pending for, and these are to be found by the sweeper.
  await until('the replay has finished', async () => {
    const { state } = await ask('GET', `/api/replays/${replay.id}`, undefined, 200);
    return state === 'finished';
  });
  for (const { id } of byFate('by-hand')) {
    const [delivery] = await deliveriesOf(system, id);
    await ask('POST', `/api/deliveries/${delivery}/retry`, undefined, 202);
  }
  await loseWakeUps(
    system,
    byFate('swept').map(({ id }) => id),
  );
  await until('what was replayed, retried and swept is delivered', async () => {
    const again = [...byFate('dead'), ...byFate('by-hand'), ...byFate('swept')];
    const posts = { dead: 5, 'by-hand': 2, swept: 2 } as Partial<Record<Fate, number>>;
    return (await isOver(system)) && again.every(({ id, fate }) => receiver.byId(id).length === posts[fate]);
  });
  return { system, receiver, events, problemTraceId: String(trace_id), repeated };
}

type Ask = (
  method: string,
  path: string,
  body: unknown,
  status: number,
  headers?: Record<string, string>,
) => Promise<Record<string, unknown>>;

function asking(url: string, apiKey: string): Ask {
  return async (method, path, body, status, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        'x-api-key': apiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== status) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
}

async function makeEndpoints(ask: Ask, receiver: Receiver): Promise<void> {
  const make = (path: string, event_types: string[], more = {}) =>
    ask('POST', '/api/endpoints', { url: `${receiver.url}${path}`, event_types, ...more }, 201);
  // Its receiver goes on with the trace.
  await make('/orders', ['order.*'], { send_traceparent: true });
  // One of its own, so that nothing but the sweeper wakes it.
  await make('/swept', ['swept.*']);
  for (const type of ['flaky', 'twice', 'dead'] as const) {
    for (let n = 0; n < endpointsOf(type); n += 1) await make(`/${type}/${n}`, [`${type}.${n}`]);
  }
}

function endpointsOf(fate: 'flaky' | 'twice' | 'dead'): number {
  if (fate === 'dead') return EVENTS.dead;
  return EVENTS[fate] / (fate === 'twice' ? TWICE_AN_ENDPOINT : FAILING_EVENTS_AN_ENDPOINT);
}

async function postAll(ask: Ask): Promise<SentEvent[]> {
  const events: SentEvent[] = [];
  const post = async (fate: Fate, type: string, n: number, clientTraceId?: string) => {
    const headers = clientTraceId
      ? { traceparent: `00-${clientTraceId}-${randomBytes(8).toString('hex')}-01` }
      : {};
    const event = { type, dedup_id: `${fate}-${n}`, payload: { n } };
    const { id } = await ask('POST', '/api/events', event, 202, headers);
    events.push({ id: String(id), fate, ...(clientTraceId ? { clientTraceId } : {}) });
  };
  const each = (fate: Fate, work: (n: number) => Promise<void>) =>
    Promise.all(Array.from({ length: EVENTS[fate] }, (_, n) => work(n)));
  const typeOf = (fate: 'flaky' | 'twice' | 'dead', n: number) => `${fate}.${n % endpointsOf(fate)}`;
  await each('delivered', (n) =>
    // Every tenth client has a trace of its own.
    post('delivered', 'order.created', n, n % 10 === 1 ? randomBytes(16).toString('hex') : undefined),
  );
  const batch = Array.from({ length: EVENTS.batched }, (_, n) => ({ type: 'order.batched', payload: { n } }));
  for (let from = 0; from < batch.length; from += 20) {
    const answer = await ask('POST', '/api/events/batch', { events: batch.slice(from, from + 20) }, 202);
    for (const { id } of answer.items as { id: string }[]) events.push({ id, fate: 'batched' });
  }
  await each('unwanted', (n) => post('unwanted', 'nobody.cares', n));
  await each('swept', (n) => post('swept', 'swept.once', n));
  await each('by-hand', (n) => post('by-hand', 'order.retried', n));
  for (const fate of ['flaky', 'twice', 'dead'] as const) {
    await each(fate, (n) => post(fate, typeOf(fate, n), n));
  }
  return events;
}

/** As a producer does that has gone wrong, and traces what it does. Its service is `producer`. */
async function sendPoison(
  system: TestSystem,
  organizationId: string,
  env: Record<string, string>,
): Promise<void> {
  const topic = 'hopline.events.v1';
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const options = { brokers: system.kafka.brokers, clientId: 'producer', topics: [topic] };
  const publisher = withTracing(createPublisher(options, { log }));
  // The SDK reads the process's own environment.
  const producer = inOrder('producer', [
    createTracing('producer', Object.assign(process.env, env)),
    publisher,
  ]);
  await producer.start();
  const partition = partitionFor(organizationId, publisher.partitionsOf(topic));
  await publisher.publish({
    ...{ topic, partition, key: organizationId },
    value: Buffer.from('poison'),
    headers: {},
  });
  await producer.stop(AbortSignal.timeout(5000));
}

async function isOver({ database }: TestSystem): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select (select count(*)::int from events) as events,
            (select count(*)::int from deliveries where state in ('pending', 'sending')) as open`,
  );
  const stored = Object.values(EVENTS).reduce((sum, count) => sum + count, 0);
  return rows[0]?.events >= stored && rows[0]?.open === 0;
}

async function deliveriesOf({ database }: TestSystem, eventId: string): Promise<string[]> {
  const { rows } = await database.pool.query('select id from deliveries where event_id = $1', [eventId]);
  return rows.map(({ id }) => id);
}

/** As a crash leaves deliveries between the commit that makes them pending and their wake-up. */
async function loseWakeUps({ database }: TestSystem, eventIds: readonly string[]): Promise<void> {
  await database.pool.query(
    `update deliveries set state = 'pending', reason = null, version = version + 1, ended_at = null,
            next_attempt_at = now() - interval '1 minute'
      where event_id = any($1)`,
    [eventIds],
  );
}

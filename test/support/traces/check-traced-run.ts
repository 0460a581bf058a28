// Holds the traces of traced-run.ts against what has happened. The same for every receiver of traces.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { parseDuration } from '@hopline/runtime/duration';
import { until } from '../until.ts';
import { type CollectedSpan, Traces } from './collected-span.ts';
import { hopOf, originsOf, problemsOf } from './trace-rules.ts';
import { type Fate, LADDER, type SentEvent, type TracedRun } from './traced-run.ts';

const WAY = ['request', 'send events', 'process events', 'send deliveries', 'process deliveries'];
/** The same where the row was read before its wake-up. */
const ROW_WAY = ['request', 'send events', 'process deliveries'];
const SHORT_RUNG = ['send rung', 'process rung', 'send deliveries', 'process deliveries'];
const SAME_TRACE_MS = parseDuration(LADDER.short);
const PATIENCE_MS = 60_000;

/** @param collect all spans that have come so far */
export async function checkTracedRun(
  t: TestContext,
  run: TracedRun,
  collect: () => Promise<readonly CollectedSpan[]>,
): Promise<void> {
  const { pool } = run.system.database;
  const attempts = await readAttempts(run);
  const traces = await collectWhole(collect, { attempts: attempts.length, records: run.events.length + 2 });
  const { rows: stored } = await pool.query<{ id: string; traceparent: string }>(
    'select id, traceparent from events',
  );
  const traceIds = new Map(stored.map(({ id, traceparent }) => [id, traceparent.split('-')[1] ?? '']));
  const traceOf = (event: SentEvent) => traces.of(traceIds.get(event.id) ?? '');
  const of = (...fates: Fate[]) => run.events.filter(({ fate }) => fates.includes(fate));
  const attemptsOf = (event: SentEvent) => attempts.filter(({ eventId }) => eventId === event.id);

  await t.test('every trace has one root and no orphan, its hops in order, and leads to its origin', () => {
    assert.deepEqual(problemsOf(traces.spans), []);
  });

  await t.test('the trace of an event has its whole way, from the request to the receiver', () => {
    const hasWay = (event: SentEvent, way: readonly string[]) => {
      const ways = traceOf(event).map((span) => hopsTo(span, traces));
      return ['claim delivery', 'POST', 'record result'].every((end) =>
        ways.includes([...way, end].join(' > ')),
      );
    };
    for (const event of of('flaky', 'twice', 'dead'))
      assert.ok(hasWay(event, WAY), `${event.fate} ${event.id}`);
    // To one endpoint there are more at once than it keeps in memory: their rows may be read before their wake-ups.
    for (const event of of('delivered', 'batched', 'swept', 'by-hand')) {
      const ways = traceOf(event).map((span) => hopsTo(span, traces));
      assert.ok(ways.includes(WAY.slice(0, 4).join(' > ')), `${event.fate} ${event.id} was woken`);
      if (hasWay(event, WAY) || hasWay(event, ROW_WAY)) continue;
      // What has waited too long begins a trace.
      const [first] = attemptsOf(event);
      const span = spanOf(first ?? assert.fail('it was not attempted'), traces);
      assert.equal(hopsTo(span, traces), 'process deliveries');
      assert.ok(Number(span.attributes['hopline.age_ms']) > SAME_TRACE_MS);
      assert.ok(span.links.some(({ traceId }) => traceId === traceIds.get(event.id)));
    }
    for (const event of of('unwanted')) {
      const ways = traceOf(event).map((span) => hopsTo(span, traces));
      assert.deepEqual(ways.sort(), [
        'request',
        'request > send events',
        'request > send events > process events',
      ]);
    }
  });

  await t.test('an event is found by its id', () => {
    for (const event of run.events) {
      const found = traces.spans.filter(({ attributes }) => attributes['hopline.event_id'] === event.id);
      assert.ok(
        found.some((span) => hopOf(span) === 'process events' && span.traceId === traceIds.get(event.id)),
      );
    }
  });

  await t.test('a short retry stays in the trace; a longer one begins a trace that is linked to it', () => {
    for (const event of of('flaky')) {
      const ways = traceOf(event).map((span) => hopsTo(span, traces));
      assert.ok(ways.includes([...WAY, ...SHORT_RUNG, 'POST'].join(' > ')), event.id);
    }
    for (const event of of('twice', 'dead')) {
      const later = attemptsOf(event)[2];
      assert.ok(
        later && later.traceId !== traceIds.get(event.id),
        'the third attempt has a trace of its own',
      );
      const span = spanOf(later, traces);
      assert.deepEqual(hopsTo(span, traces), 'process rung > send deliveries > process deliveries');
      assert.equal(traces.rootOf(span).name, `process hopline.deliveries.v1.retry.${LADDER.long}`);
      assert.ok(originsOf(later.traceId, traces).includes(traceIds.get(event.id) ?? ''));
      assert.ok(span.links.some(({ traceId }) => traceId === traceIds.get(event.id)));
    }
  });

  await t.test(
    'what was replayed, swept or retried by hand is linked to its event and to what caused it',
    () => {
      const causes = { dead: 'replay step', swept: 'sweep', 'by-hand': 'request' } as const;
      for (const [fate, cause] of Object.entries(causes)) {
        for (const event of of(fate as Fate)) {
          const last = attemptsOf(event).at(-1);
          assert.ok(last && last.traceId !== traceIds.get(event.id), `${fate} has a trace of its own`);
          const span = spanOf(last, traces);
          const linked = span.links.flatMap((link) => traces.find(link) ?? []);
          const origins = [traces.rootOf(span), ...linked.map((target) => traces.rootOf(target))];
          assert.ok(
            linked.some(({ traceId }) => traceId === traceIds.get(event.id)),
            `${fate}: to its event`,
          );
          assert.ok(
            origins.some((root) => hopOf(root) === cause && root.traceId !== traceIds.get(event.id)),
            `${fate}: to ${cause}`,
          );
        }
      }
    },
  );

  await t.test('every attempt row names the trace that has its post, and its number', () => {
    assert.ok(attempts.length > run.events.length);
    for (const attempt of attempts) {
      const span = spanOf(attempt, traces);
      const post = traces
        .of(attempt.traceId)
        .find(({ parentSpanId, name }) => parentSpanId === span.spanId && name === 'POST');
      assert.ok(post, `the post of attempt ${attempt.number} of ${attempt.deliveryId}`);
      assert.equal(post.failed, attempt.outcome !== 'succeeded');
    }
  });

  await t.test('a receiver that asks for it goes on from the post', () => {
    const received = run.receiver.received.filter(({ path }) => path === '/orders');
    assert.ok(received.length > 100);
    for (const { headers, webhookId } of received) {
      const [, traceId = '', spanId = '', flags] = String(headers.traceparent).split('-');
      const post = traces.find({ traceId, spanId });
      const attempt = post && traces.parentOf(post);
      assert.deepEqual(
        [post?.name, attempt?.attributes['hopline.event_id'], flags],
        ['POST', webhookId, '01'],
      );
    }
    const silent = run.receiver.received.filter(({ path }) => path !== '/orders');
    assert.ok(silent.every(({ headers }) => headers.traceparent === undefined));
  });

  await t.test("a client's trace is linked to, and decides nothing", () => {
    const withTrace = run.events.filter(({ clientTraceId }) => clientTraceId !== undefined);
    assert.ok(withTrace.length >= 10);
    for (const event of withTrace) {
      const root = traceOf(event).find(({ parentSpanId }) => parentSpanId === '');
      assert.deepEqual(
        root?.links.map(({ traceId }) => traceId),
        [event.clientTraceId],
      );
      assert.equal(traces.of(event.clientTraceId ?? '').length, 0);
    }
  });

  await t.test('every batch is a trace of its own, linked to its events, and they to it', () => {
    const batches = traces.spans.filter(({ name }) => name === 'persist batch');
    for (const batch of batches) {
      assert.ok(batch.links.length > 0 && batch.links.length <= 128);
      for (const link of batch.links) {
        const member = traces.find(link);
        assert.equal(member && hopOf(member), 'process events');
        assert.ok(member?.links.some(({ spanId }) => spanId === batch.spanId));
      }
    }
    const members = traces.spans.filter((span) => hopOf(span) === 'process events');
    assert.equal(
      batches.reduce((sum, { links }) => sum + links.length, 0),
      members.length,
    );
  });

  await t.test('poison is a trace that ends in the dead-letter topic, and says why', () => {
    const poison = traces.spans.filter(({ service }) => service === 'producer');
    assert.equal(poison.length, 1);
    const trace = traces.of(poison[0]?.traceId ?? '');
    const processed = trace.find((span) => hopOf(span) === 'process events');
    assert.deepEqual([processed?.failed, processed?.attributes['error.type']], [true, 'undecodable']);
    assert.ok(trace.some((span) => hopsTo(span, traces).endsWith('process events > send events.dlq')));
  });

  await t.test('a dead letter stands below the attempt that was the last', () => {
    const letters = traces.spans.filter((span) => hopOf(span) === 'send deliveries.dlq');
    assert.equal(letters.length, of('dead').length);
    const fourths = of('dead').map((event) => attemptsOf(event)[3]?.traceId);
    assert.deepEqual(letters.map(({ traceId }) => traceId).sort(), fourths.sort());
  });

  await t.test('a problem names the trace of its request', () => {
    const [root, ...more] = traces.of(run.problemTraceId);
    assert.deepEqual([root?.name, root?.attributes['http.response.status_code']], ['POST /api/events', 400]);
    assert.deepEqual(more, []);
  });

  await t.test('a repeated post has a trace that ends at what was there already', () => {
    const spans = traces.spans.filter(
      ({ attributes }) =>
        attributes['hopline.event_id'] === run.repeated.id &&
        attributes['messaging.operation.name'] === 'process',
    );
    const processed = spans.filter((span) => hopOf(span) === 'process events');
    assert.equal(new Set(processed.map(({ traceId }) => traceId)).size, 2);
  });

  await t.test('every log line of the work carries its trace', () => {
    const lines = (['api', 'persist', 'deliver'] as const).flatMap((name) =>
      readLog(run.system.service(name).log()),
    );
    for (const line of lines) {
      const { trace_id, msg, route } = line;
      if (OF_THE_PROCESS.test(String(msg)) || PROBES.has(String(route))) continue;
      assert.match(String(trace_id), /^[0-9a-f]{32}$/, JSON.stringify(line));
      assert.ok(traces.of(String(trace_id)).length > 0, `there is no such trace: ${JSON.stringify(line)}`);
    }
    const messages = new Set(lines.map(({ msg }) => msg));
    const expected = [
      'event.accepted',
      'batch.accepted',
      'batch.stored',
      'record.dead_lettered',
      'delivery.attempted',
      'event.refused',
      'sweep.finished',
    ];
    for (const message of expected)
      assert.ok(messages.has(message), `${message} among ${[...messages].join(', ')}`);
  });
}

/** Requests without a trace that could be looked up (services/api/src/http/observe.ts): on a busy machine one of them is slow. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);
/**
 * Lines about a process, its connections, and the rounds of what it does beside the work, not about anything that somebody has sent:
 * on a busy machine one of those rounds may be too late.
 */
const OF_THE_PROCESS =
  /^(service|dependency|connection|listener|partitions?|consumer|kafka_client|publisher|publish|buffer|commit|ends|worker|schema_ids|secret_keys|replay|tracing|live|rate_limit|figures|days|progress)\./;

interface AttemptRow {
  readonly eventId: string;
  readonly deliveryId: string;
  readonly number: number;
  readonly traceId: string;
  readonly outcome: string;
}

async function readAttempts({ system }: TracedRun): Promise<AttemptRow[]> {
  const { rows } = await system.database.pool.query<AttemptRow>(
    `select d.event_id as "eventId", d.id as "deliveryId", a.number, a.trace_id as "traceId", a.outcome
       from attempts a join deliveries d on d.day = a.day and d.id = a.delivery_id
      order by d.id, a.number`,
  );
  return rows;
}

/** Spans come late: a whole run is there when nothing is missing any more, or when it does not get any better. */
async function collectWhole(
  collect: () => Promise<readonly CollectedSpan[]>,
  expected: { readonly attempts: number; readonly records: number },
): Promise<Traces> {
  let spans: readonly CollectedSpan[] = [];
  const isWhole = async () => {
    spans = await collect();
    const count = (hop: string) => spans.filter((span) => hopOf(span) === hop).length;
    // The poison and the repeated post are no events of their own.
    if (count('POST') < expected.attempts || count('process events') < expected.records) return false;
    return problemsOf(spans).length === 0;
  };
  await until('all spans have come', isWhole, PATIENCE_MS).catch(() => {});
  return new Traces(spans);
}

function hopsTo(span: CollectedSpan, traces: Traces): string {
  const parent = traces.parentOf(span);
  return parent ? `${hopsTo(parent, traces)} > ${hopOf(span)}` : hopOf(span);
}

function spanOf({ traceId, deliveryId, number }: AttemptRow, traces: Traces): CollectedSpan {
  const span = traces
    .of(traceId)
    .find(
      ({ attributes }) =>
        attributes['hopline.delivery_id'] === deliveryId && attributes['hopline.attempt'] === number,
    );
  return span ?? assert.fail(`attempt ${number} of ${deliveryId} is not in its trace`);
}

function readLog(text: string): Record<string, unknown>[] {
  return text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

// The TypeScript client before servers that fail in every way: what it sends again, with what, and what it says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { freePort } from '@hopline/dev/ports';
import { Hopline, HoplineError } from '../../packages/sdk/src/index.ts';
import { answerJson, startAnsweringServer } from '../support/sdk/answering-server.ts';

const apiKey = 'hop_anId_aSecretOfTheTests';
const ACCEPTED = { id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77', status: 'accepted' };
const problem = (status: number, code: string) => ({
  status,
  code,
  title: 'x',
  detail: 'a reason',
  trace_id: 'abc',
});
const event = { type: 'order.created', payload: { order: 1 } };

test('whatever breaks a request, the event is sent again with the same dedup_id', async (t) => {
  const server = await startAnsweringServer(t, (response, nth) => {
    if (nth === 1) response.destroy();
    else if (nth === 2)
      answerJson(response, 503, problem(503, 'HPL_INGEST_UNAVAILABLE'), { 'retry-after': '0' });
    else if (nth === 3) response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
    else if (nth === 4)
      response.writeHead(202, { 'content-length': '100' }).write('{"id"', () => response.destroy());
    else answerJson(response, 202, ACCEPTED);
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  const sent = await hopline.send(event);
  assert.equal(sent.id, ACCEPTED.id);
  assert.equal(server.asked.length, 5);
  const bodies = new Set(server.asked.map(({ body }) => body));
  assert.equal(bodies.size, 1);
  assert.equal(JSON.parse([...bodies][0] ?? '').dedup_id, sent.dedupId);
});

test('an event that may have been written stays so, whatever is answered afterwards, and the error has its name', async (t) => {
  const server = await startAnsweringServer(t, (response, nth) => {
    if (nth === 1) response.destroy();
    else answerJson(response, 429, problem(429, 'HPL_RATE_LIMITED'), { 'retry-after': '0' });
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url, retries: 1 });
  const error = await hopline.send(event).catch((error: unknown) => error);
  assert.ok(error instanceof HoplineError);
  assert.deepEqual([error.code, error.isUnknown, error.isRetryable], ['HPL_RATE_LIMITED', true, true]);
  assert.equal(error.dedupId, JSON.parse(server.asked[0]?.body ?? '').dedup_id);
});

test('a 2xx without the id of an event is none of the API: nothing is known to be durable', async (t) => {
  const answers = ['', '{}', '{"ok":true}', '{"id":1}', '[]', 'null', '"id"'];
  const server = await startAnsweringServer(t, (response, nth) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(answers[nth - 1]),
  );
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  for (const answer of answers) {
    await assert.rejects(
      hopline.send({ ...event, dedupId: 'mine' }),
      { code: 'HPL_CLIENT_ANSWER', status: 200, isUnknown: true, dedupId: 'mine' },
      answer,
    );
  }
  assert.equal(server.asked.length, answers.length);
});

test('a server that does not answer is left after the time-out, and asked again', async (t) => {
  const server = await startAnsweringServer(t, (response, nth) => {
    if (nth > 1) answerJson(response, 202, ACCEPTED);
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url, timeoutMs: 500 });
  assert.equal((await hopline.send(event)).id, ACCEPTED.id);
  const once = new Hopline({
    apiKey,
    baseUrl: (await startAnsweringServer(t, () => {})).url,
    timeoutMs: 100,
    retries: 0,
  });
  await assert.rejects(once.send(event), { code: 'HPL_CLIENT_TIMEOUT', isUnknown: true, isRetryable: true });
});

test('nobody at the address is certain: what must not be done twice is asked again too', async (t) => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`;
  const hopline = new Hopline({ apiKey, baseUrl, retries: 1 });
  await assert.rejects(hopline.send(event), {
    ...{ code: 'HPL_CLIENT_UNREACHABLE', isUnknown: false },
    detail: `the connection to ${baseUrl} failed: ECONNREFUSED`,
  });
  // But when the connection breaks, an endpoint may have been made.
  const server = await startAnsweringServer(t, (response) => void response.destroy());
  const other = new Hopline({ apiKey, baseUrl: server.url });
  await assert.rejects(other.endpoints.create({ url: 'https://example.com' }), {
    code: 'HPL_CLIENT_UNREACHABLE',
    isUnknown: true,
  });
  assert.equal(server.asked.length, 1);
});

test('what is wrong with a request is said once, with all that the answer says', async (t) => {
  const server = await startAnsweringServer(t, (response) =>
    answerJson(response, 400, { ...problem(400, 'HPL_REQUEST_INVALID'), pointer: '/type' }),
  );
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  await assert.rejects(hopline.send(event), (error: unknown) => {
    assert.ok(error instanceof HoplineError);
    const { name, code, status, title, detail, pointer, traceId, isRetryable, isUnknown, message } = error;
    assert.deepEqual(
      { name, code, status, title, detail, pointer, traceId, isRetryable, isUnknown },
      {
        ...{ name: 'HoplineError', code: 'HPL_REQUEST_INVALID', status: 400, title: 'x', detail: 'a reason' },
        ...{ pointer: '/type', traceId: 'abc', isRetryable: false, isUnknown: false },
      },
    );
    assert.equal(message, 'HPL_REQUEST_INVALID: a reason (/type)');
    return true;
  });
  assert.equal(server.asked.length, 1);
});

test('a redirect is not followed: the key is for this host alone', async (t) => {
  const elsewhere = await startAnsweringServer(t, (response) => answerJson(response, 202, ACCEPTED));
  const server = await startAnsweringServer(t, (response) =>
    response.writeHead(307, { location: `${elsewhere.url}/api/events` }).end(),
  );
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  await assert.rejects(hopline.send(event), { code: 'HPL_CLIENT_ANSWER', status: 307 });
  assert.equal(elsewhere.asked.length, 0);
});

test('no error has the key in it, also when an answer does', async (t) => {
  const server = await startAnsweringServer(t, (response, _nth, { headers }) =>
    answerJson(response, 403, {
      ...problem(403, 'HPL_AUTH_SCOPE'),
      detail: `sent: ${headers.authorization}`,
    }),
  );
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  await assert.rejects(hopline.send(event), (error: HoplineError) => {
    assert.match(error.message, /sent: Bearer \*\*\*/);
    return !inspect(error, { depth: 9, showHidden: true }).includes(apiKey);
  });
});

test('an abort ends a request, and the wait before the next one, with its reason', async (t) => {
  const controller = new AbortController();
  const server = await startAnsweringServer(t, (response, nth) => {
    if (nth === 1) answerJson(response, 503, problem(503, 'HPL_INGEST_UNAVAILABLE'), { 'retry-after': '50' });
    controller.abort(new Error('enough'));
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  await assert.rejects(hopline.send(event, { signal: controller.signal }), /enough/);
  await assert.rejects(hopline.send(event, { signal: controller.signal }), /enough/);
  assert.equal(server.asked.length, 1);
});

test('what was deleted by an attempt whose answer got lost is gone', async (t) => {
  const server = await startAnsweringServer(t, (response, nth) => {
    if (nth % 2 === 1) response.destroy();
    else answerJson(response, 404, problem(404, 'HPL_ENDPOINT_NOT_FOUND'));
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  await hopline.endpoints.delete('e1');
  assert.equal(server.asked.length, 2);
});

test('one that was never there is an error', async (t) => {
  const server = await startAnsweringServer(t, (response) =>
    answerJson(response, 404, problem(404, 'HPL_ENDPOINT_NOT_FOUND')),
  );
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  await assert.rejects(hopline.endpoints.delete('e1'), { code: 'HPL_ENDPOINT_NOT_FOUND' });
});

test('of a batch only what may pass is sent again', async (t) => {
  const server = await startAnsweringServer(t, (response, nth) => {
    const late = { status: 'refused', code: 'HPL_RATE_LIMITED', detail: 'x' };
    const bad = { status: 'refused', code: 'HPL_REQUEST_INVALID', detail: 'x', pointer: '/type' };
    if (nth === 1)
      answerJson(response, 202, { accepted: 1, refused: 2, unknown: 0, items: [late, bad, ACCEPTED] });
    else answerJson(response, 202, { accepted: 1, refused: 0, unknown: 0, items: [ACCEPTED] });
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  const result = await hopline.sendBatch(['a', 'b', 'c'].map((dedupId) => ({ ...event, dedupId })));
  assert.deepEqual(
    result.items.map(({ status, dedupId }) => [dedupId, status]),
    [
      ['a', 'accepted'],
      ['b', 'refused'],
      ['c', 'accepted'],
    ],
  );
  assert.deepEqual([result.accepted, result.refused, result.unknown], [2, 1, 0]);
  const names = server.asked.map(({ body }) =>
    (JSON.parse(body).events as { dedup_id: string }[]).map(({ dedup_id }) => dedup_id),
  );
  assert.deepEqual(names, [['a', 'b', 'c'], ['a']]);
});

test('after a refused key, or no answer at all, the rest of a batch is not sent', async (t) => {
  const server = await startAnsweringServer(t, (response, nth) => {
    if (nth === 1) answerJson(response, 401, problem(401, 'HPL_AUTH_KEY_REFUSED'));
    else response.destroy();
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url, retries: 0 });
  const events = new Array(501).fill(event);
  const refused = await hopline.sendBatch(events);
  assert.deepEqual([refused.refused, refused.unknown], [501, 0]);
  const away = await hopline.sendBatch(events);
  assert.deepEqual([away.refused, away.unknown], [1, 500]);
  const last = away.items.at(-1);
  assert.ok(
    last?.status === 'refused' && last.error.code === 'HPL_CLIENT_UNREACHABLE' && last.error.isRetryable,
  );
  assert.equal(server.asked.length, 2);
});

test('a batch of more than one request may hold is sent in several', async (t) => {
  const server = await startAnsweringServer(t, (response, _nth, { body }) => {
    assert.ok(Buffer.byteLength(body) <= 1024 * 1024);
    const { events } = JSON.parse(body) as { events: unknown[] };
    assert.ok(events.length <= 500);
    answerJson(response, 202, { accepted: 1, refused: 0, unknown: 0, items: events.map(() => ACCEPTED) });
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  const large = { type: 'a', payload: { text: 'x'.repeat(200_000) } };
  const events = [
    ...Array(600).fill(event),
    ...Array(11).fill(large),
    { type: 'a', payload: { text: 'x'.repeat(300_000) } },
  ];
  const { items, accepted } = await hopline.sendBatch(events);
  assert.equal(accepted, 611);
  const last = items.at(-1);
  assert.equal(last?.status === 'refused' && last.error.code, 'HPL_REQUEST_TOO_LARGE');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { HoplineError } from '../errors.ts';
import type { Outcome } from '../events/batch-outcomes.ts';
import type { EncodedEvent } from '../events/event.ts';
import type { PostBatch } from '../events/send-each.ts';
import { Sender } from './sender.ts';
import { readSenderOptions, type SenderOptions } from './sender-options.ts';

const event = (dedupId: string) => ({ type: 'a', payload: {}, dedupId });
const name = ({ dedupId }: EncodedEvent) => dedupId;

/** A sender whose requests are answered when the test says so. */
function open(options: SenderOptions) {
  const posts: { names: string[]; answer: (outcome?: Outcome) => void }[] = [];
  const post: PostBatch = (events, signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      posts.push({
        names: events.map(name),
        answer: (outcome) =>
          resolve(events.map((one) => outcome ?? { status: 'accepted', id: `id of ${name(one)}` })),
      });
    });
  // So long that nothing is sent because of it.
  const sender = new Sender(post, readSenderOptions({ maxDelayMs: 60_000, ...options }));
  return { sender, posts };
}

const BROKEN: Outcome = {
  status: 'refused',
  error: new HoplineError({ code: 'HPL_REQUEST_INVALID', detail: 'x' }),
};

test('a full batch is sent at once, and each event gets its id', async () => {
  const { sender, posts } = open({ maxBatchEvents: 2 });
  const ids = ['a', 'b', 'c'].map((one) => sender.enqueue(event(one)));
  await turn();
  assert.deepEqual(
    posts.map(({ names }) => names),
    [['a', 'b']],
  );
  posts[0]?.answer();
  assert.deepEqual(await Promise.all(ids.slice(0, 2)), ['id of a', 'id of b']);
  const closed = sender.close();
  await turn();
  posts[1]?.answer();
  await closed;
  assert.equal(await ids[2], 'id of c');
});

test('what does not fill a batch goes out after its delay', async () => {
  const { sender, posts } = open({ maxDelayMs: 1 });
  const id = sender.enqueue(event('a'));
  // Its timer keeps no process alive.
  const alive = setInterval(() => posts[0]?.answer(), 1);
  assert.equal(await id, 'id of a');
  clearInterval(alive);
  await sender.close();
});

test('while a request is under way the next ones gather, and none overtakes', async () => {
  const { sender, posts } = open({ maxBatchEvents: 2 });
  const ids = Promise.all(['a', 'b', 'c', 'd', 'e'].map((one) => sender.enqueue(event(one))));
  const flushed = sender.flush();
  for (let i = 0; i < 3; i += 1) {
    await turn();
    assert.equal(posts.length, i + 1);
    posts[i]?.answer();
  }
  await flushed;
  await ids;
  assert.deepEqual(
    posts.map(({ names }) => names.join('')),
    ['ab', 'cd', 'e'],
  );
  await sender.close();
});

test('with a concurrency of two, two requests are under way', async () => {
  const { sender, posts } = open({ maxBatchEvents: 1, concurrency: 2 });
  const ids = ['a', 'b', 'c'].map((one) => sender.enqueue(event(one)));
  await turn();
  assert.equal(posts.length, 2);
  posts[0]?.answer();
  await ids[0];
  await turn();
  assert.equal(posts.length, 3);
  for (const one of posts) one.answer();
  await sender.close();
});

test('ready waits for room, and lets as many through as there is room for', async () => {
  const { sender, posts } = open({ maxPendingEvents: 2, maxBatchEvents: 2 });
  const ids: Promise<string>[] = [];
  let most = 0;
  const put = async (one: string) => {
    await sender.ready();
    ids.push(sender.enqueue(event(one)));
    most = Math.max(most, sender.pending.events);
  };
  for (const one of ['a', 'b']) await put(one);
  const waiting = ['c', 'd', 'e'].map(put);
  await turn();
  assert.equal(ids.length, 2);
  posts[0]?.answer();
  await Promise.all(waiting.slice(0, 2));
  posts[1]?.answer();
  await Promise.all(waiting);
  const closed = sender.close();
  await turn();
  posts[2]?.answer();
  await closed;
  assert.equal((await Promise.all(ids)).length, 5);
  assert.equal(most, 2);
});

test('those who come at once do not pass ready together: none of them is refused', async (t) => {
  const largest = { type: 'a', payload: { text: 'x'.repeat(250 * 1024) } };
  for (const [options, one, most] of [
    [{ maxPendingEvents: 4 }, event('a'), 4],
    [{ maxPendingBytes: 256 * 1024 }, largest, 2],
  ] as const) {
    const { sender, posts } = open(options);
    const alive = setInterval(() => posts.shift()?.answer(), 1);
    t.after(() => clearInterval(alive));
    let pending = 0;
    const put = async () => {
      await sender.ready();
      const id = sender.enqueue(one);
      pending = Math.max(pending, sender.pending.events);
      return id;
    };
    const ids = await Promise.all(Array.from({ length: 20 }, put));
    assert.equal(ids.length, 20);
    assert.ok(pending <= most, `${pending} were pending`);
    await sender.close();
  }
});

test('who is let through and enqueues nothing does not hold up the others', async () => {
  const { sender, posts } = open({ maxPendingEvents: 1 });
  const id = sender.enqueue(event('a'));
  const waiting = [1, 2, 3].map(() => sender.ready());
  await turn();
  posts[0]?.answer();
  await Promise.all([id, ...waiting]);
  await sender.close();
});

test('what is enqueued without waiting for room is refused at twice as much: memory is bounded', async () => {
  const { sender, posts } = open({ maxPendingEvents: 2, maxBatchEvents: 4 });
  const ids = ['a', 'b', 'c', 'd'].map((one) => sender.enqueue(event(one)));
  await assert.rejects(sender.enqueue(event('e')), { code: 'HPL_CLIENT_BUFFER_FULL', isRetryable: true });
  const closed = sender.close();
  for (let i = 0; i < 2; i += 1) {
    await turn();
    posts[i]?.answer();
  }
  await Promise.all([closed, ...ids]);
});

test('flush waits for what was enqueued before it, however that ends', async () => {
  const { sender, posts } = open({});
  const id = sender.enqueue(event('a'));
  const flushed = sender.flush();
  await turn();
  const later = sender.enqueue(event('b'));
  const failed = assert.rejects(id, { code: 'HPL_REQUEST_INVALID' });
  posts[0]?.answer(BROKEN);
  await Promise.all([flushed, failed]);
  assert.equal(sender.pending.events, 1);
  const closed = sender.close();
  await turn();
  posts[1]?.answer();
  await closed;
  assert.equal(await later, 'id of b');
});

test('a closed sender takes nothing', async () => {
  const { sender } = open({});
  await sender.close();
  await sender.close();
  await assert.rejects(sender.enqueue(event('a')), { code: 'HPL_CLIENT_CLOSED' });
});

test('a close that is given up tells of each event whether it may have been written, and its name', async () => {
  const { sender } = open({ maxBatchEvents: 1 });
  const ids = ['a', 'b'].map((one) => sender.enqueue(event(one)).catch((error: unknown) => error));
  const controller = new AbortController();
  const closed = assert.rejects(sender.close({ signal: controller.signal }), /too late/);
  await turn();
  controller.abort(new Error('too late'));
  await closed;
  const errors = await Promise.all(ids);
  assert.deepEqual(
    errors.map((error) => error instanceof HoplineError && [error.code, error.dedupId, error.isUnknown]),
    [
      ['HPL_CLIENT_CLOSED', 'a', true],
      ['HPL_CLIENT_CLOSED', 'b', false],
    ],
  );
  assert.deepEqual(sender.pending, { events: 0, bytes: 0 });
});

test('an event that is refused is named, also when the client made its name', async () => {
  const { sender, posts } = open({ maxBatchEvents: 1 });
  const failed = sender.enqueue({ type: 'a', payload: {} }).catch((error: unknown) => error);
  await turn();
  posts[0]?.answer(BROKEN);
  const error = await failed;
  assert.ok(error instanceof HoplineError && error.code === 'HPL_REQUEST_INVALID');
  assert.equal(error.dedupId, posts[0]?.names[0]);
  await sender.close();
});

test('an event whose signal is aborted while it waits is not sent', async () => {
  const { sender, posts } = open({});
  const controller = new AbortController();
  const gone = assert.rejects(sender.enqueue(event('a'), { signal: controller.signal }), /changed my mind/);
  const id = sender.enqueue(event('b'));
  controller.abort(new Error('changed my mind'));
  await gone;
  const closed = sender.close();
  await turn();
  assert.deepEqual(posts[0]?.names, ['b']);
  posts[0]?.answer();
  await Promise.all([closed, id]);
});

test('options that cannot be meant are refused', () => {
  for (const options of [
    { maxBatchEvents: 501 },
    { maxBatchEvents: 0 },
    { maxBatchBytes: 1000 },
    { maxDelayMs: -1 },
    { concurrency: 1.5 },
    { maxPendingEvents: Number.NaN },
  ]) {
    assert.throws(() => readSenderOptions(options), RangeError, JSON.stringify(options));
  }
});

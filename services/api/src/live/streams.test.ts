import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { StreamsBusyError } from '../console-errors.ts';
import { ADMINISTRATOR, EventStreams } from './streams.ts';

test('an organization has so many streams, all together have so many, and one that ends makes room', () => {
  const streams = new EventStreams({ ofOne: 2, all: 3, crowded: 3, ofOneInCrowd: 1 });
  const first = streams.open('a');
  streams.open('a');
  assert.throws(() => streams.open('a'), StreamsBusyError);
  streams.open('b');
  assert.throws(() => streams.open('c'), StreamsBusyError);
  assert.equal(streams.size, 3);
  first.end();
  first.end();
  assert.equal(streams.size, 2);
  streams.open('a');
  assert.throws(() => streams.open('b'), StreamsBusyError);
});

test('when most are taken an organization may have few, so that others have some, and an administrator as ever', () => {
  const streams = new EventStreams({ ofOne: 4, all: 6, crowded: 4, ofOneInCrowd: 1 });
  for (let i = 0; i < 3; i += 1) streams.open('greedy');
  for (let i = 0; i < 4; i += 1) streams.open(ADMINISTRATOR);
  assert.throws(() => streams.open(ADMINISTRATOR), StreamsBusyError);
  streams.open('greedy');
  assert.throws(() => streams.open('greedy'), StreamsBusyError);
  streams.open('modest');
  assert.throws(() => streams.open('modest'), StreamsBusyError);
  streams.open('another');
  assert.throws(() => streams.open('one more'), StreamsBusyError);
  assert.equal(streams.size, 10);
});

test('a stream says when to come back, then its messages, and a comment only when nothing else was sent', async () => {
  const stream = new EventStreams().open('a');
  const read = text(stream.body);
  stream.send({ event: 'stats', data: 1 });
  stream.keepAlive();
  stream.keepAlive();
  stream.end();
  assert.equal(stream.send({ event: 'stats', data: 2 }), false);
  const said = await read;
  assert.match(said, /^retry: \d+\n\nevent: stats\ndata: 1\n\n/);
  assert.doesNotMatch(said, /data: 2/);
});

test('a client that does not read gets no more than fits, and the stream ends with its body', async () => {
  const streams = new EventStreams();
  const stream = streams.open('a');
  const message = { event: 'stats', data: 'x'.repeat(10_000) };
  const sent = Array.from({ length: 20 }, () => stream.send(message)).filter(Boolean).length;
  assert.ok(sent > 2 && sent < 10, `${sent} messages of 10 KB wait`);
  const ended = new Promise<void>((resolve) => stream.onEnd(resolve));
  stream.body.destroy();
  await ended;
  assert.deepEqual([stream.hasEnded, streams.size], [true, 0]);
});

test('a stop ends all, and what is opened later has ended already', async () => {
  const streams = new EventStreams();
  const before = streams.open('a');
  streams.end();
  const after = streams.open('b');
  assert.deepEqual([before.hasEnded, after.hasEnded, streams.size], [true, true, 0]);
  assert.match(await text(after.body), /^retry: \d+\n\n$/);
});

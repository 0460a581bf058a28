import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { stampOf } from '../load/stamp.ts';
import { Arrivals } from './arrivals.ts';

const secret = Buffer.from('0123456789abcdef0123456789abcdef');

function post(path: string, id: string, sentAt: number, key = secret) {
  const body = Buffer.from(`{"id":"${id}","data":{"sent_at":"${stampOf(sentAt)}"}}`);
  const signature = createHmac('sha256', key).update(`${id}.1.`).update(body).digest('base64');
  const head = `POST ${path} HTTP/1.1\r\nwebhook-id: ${id}\r\nwebhook-timestamp: 1\r\nwebhook-signature: v1a,x v1,${signature}`;
  return { path, head, body };
}

test('tells first arrivals from repeats, the overtaken and the badly signed', () => {
  const arrivals = new Arrivals(new Map([['/a', secret]]), 1);
  arrivals.add(post('/a', 'one', 10), 15);
  arrivals.add(post('/a', 'three', 30), 31);
  arrivals.add(post('/a', 'two', 20), 33);
  arrivals.add(post('/a', 'one', 10), 40);
  arrivals.add(post('/a', 'four', 40, Buffer.from('another')), 41);
  arrivals.add(post('/unknown', 'one', 10), 42);
  const { path, sentAt, cameAt, ...rest } = arrivals.report();
  assert.deepEqual([...path], [0, 0, 0, 0, 1]);
  assert.deepEqual([...sentAt], [10, 30, 20, 40, 10]);
  assert.deepEqual([...cameAt], [15, 31, 33, 41, 42]);
  assert.deepEqual(rest, {
    paths: ['/a', '/unknown'],
    posts: 6,
    repeats: [1, 0],
    overtaken: 1,
    checked: 6,
    badSignatures: 2,
  });
});

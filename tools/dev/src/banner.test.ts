import assert from 'node:assert/strict';
import { test } from 'node:test';
import { banner, curlCommands } from './banner.ts';
import { eventIdOf } from './event-id.ts';

const ready = {
  baseUrl: 'http://127.0.0.1:8080',
  adminToken: 'admin',
  apiKey: 'hop_k_s',
  organizationId: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  brokers: ['127.0.0.1:9092'],
  databaseUrl: 'postgres://me:secret@db/hopline',
  directory: '/d',
  settings: {},
  pids: {},
};

test('the second command reads the very event that the first one posts', () => {
  const [post, read] = curlCommands(ready);
  const dedupId = /"dedup_id":"([^"]+)"/.exec(post)?.[1] ?? '';
  assert.ok(read.includes(`/api/events/${eventIdOf(ready.organizationId, dedupId)} `));
});

test('shows all there is to know, each command on a line of its own, and no password of a database', () => {
  const text = banner(ready, 12.34);
  for (const part of [
    '12.3 s',
    ready.baseUrl,
    'http://127.0.0.1:8080/console/',
    'admin',
    'hop_k_s',
    'postgres://me:***@db/hopline',
    '127.0.0.1:9092',
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.deepEqual(
    text.split('\n').filter((line) => line.startsWith('curl ')),
    curlCommands(ready),
  );
});

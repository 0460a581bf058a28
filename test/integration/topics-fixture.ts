// What tests of an administrator's look into Kafka share.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { createPublisher } from '@hopline/kafka/connect';
import type { TestTopics } from '../support/topics.ts';
import { ADMIN_TOKEN, call } from './api-fixture.ts';

export const ADMIN = { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } };

export interface ShownRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly kind: string;
  readonly organization_id: string | null;
  readonly event: { id: string; type: string; body: string } | null;
  readonly wake_up: { endpoint_id: string; delivery: { id: string } | null } | null;
  readonly undecodable: { reason: string; base64: string | null } | null;
}

export interface Page {
  readonly records: readonly ShownRecord[];
  readonly next_cursor: string;
  readonly behind: number;
}

/** Asks as the administrator does. */
export function asker(url: string) {
  return async (path: string) => {
    const answer = await call(`${url}${path}`, 'GET', ADMIN);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    return answer.json as never;
  };
}

export async function startPublisher(t: TestContext, { brokers }: TestTopics, topics: readonly string[]) {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const publisher = createPublisher({ brokers, clientId: 'test', topics: [...topics] }, { log });
  await publisher.start();
  t.after(() => publisher.stop(AbortSignal.timeout(2000)));
  return publisher;
}

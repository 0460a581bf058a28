import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsumerGroup, FetchedBatch } from './kafkajs-internals.ts';
import { continueMember, overrideMember } from './member-override.ts';

/** A group with the parts of kafkajs's that the override touches; it notes down who joins. */
class Group implements ConsumerGroup {
  readonly offsetManager = null;
  readonly assigners = [{}];
  maxWaitTime = 250;
  readonly subscriptionState = { paused: () => [] };
  readonly joins: (string | null)[] = [];
  memberId: string | null = null;
  async joinAndSync(): Promise<void> {
    this.joins.push(this.memberId);
  }
  async fetch(): Promise<FetchedBatch[]> {
    return [];
  }
}
overrideMember({ ConsumerGroup: Group });

test('a consumer that continues another joins as the same member', async () => {
  const group = new Group();
  continueMember(group.assigners[0] as object, 'member-1');
  await (group as ConsumerGroup).joinAndSync();
  assert.deepEqual(group.joins, ['member-1']);
});

test('once the group has refused it, it joins as a new member', async () => {
  const group = new Group();
  continueMember(group.assigners[0] as object, 'member-1');
  await (group as ConsumerGroup).joinAndSync();
  // What kafkajs does when the group does not know the member.
  group.memberId = null;
  await (group as ConsumerGroup).joinAndSync();
  assert.deepEqual(group.joins, ['member-1', null]);
});

test('one that continues nobody joins as a new member', async () => {
  const group = new Group();
  await (group as ConsumerGroup).joinAndSync();
  assert.deepEqual(group.joins, [null]);
});

// What is refused, overridden or read anew of kafkajs, on its own classes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preparedKafkajs, refuseIdempotence } from './kafkajs-client.ts';
import { checkKafkajsVersion } from './kafkajs-internals.ts';
import { outcomesOf } from './kafkajs-producer.ts';

const internals = preparedKafkajs();

test('a version of kafkajs that was not read is refused', () => {
  assert.throws(() => checkKafkajsVersion('2.2.5'), { code: 'HPL_KAFKA_SETUP' });
  checkKafkajsVersion('2.2.4');
});

test('its idempotent producer is refused', () => {
  assert.throws(() => refuseIdempotence({ idempotent: true }), { code: 'HPL_KAFKA_SETUP' });
  assert.throws(() => refuseIdempotence({ transactionalId: 'x' }), { code: 'HPL_KAFKA_SETUP' });
  refuseIdempotence({ idempotent: false });
});

test('a partition that the answer leaves out is unknown', () => {
  const sent = [0, 1].map((partition) => ({ topic: 't', partition }));
  const outcomes = outcomesOf(sent, [{ topic: 't', partition: 1, errorCode: 0, baseOffset: 7n }]);
  assert.deepEqual(
    outcomes.map(({ verdict, baseOffset }) => [verdict, baseOffset]),
    [
      ['unknown', -1n],
      ['acked', 7n],
    ],
  );
});

test('an idle connection sets no timer, one whose requests wait does', () => {
  const queue = Object.create(internals.RequestQueue.prototype) as {
    pending: object[];
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    scheduleCheckPendingRequests(): void;
  };
  Object.assign(queue, { pending: [], throttledUntil: -1, throttleCheckTimeoutId: null });
  queue.scheduleCheckPendingRequests();
  assert.equal(queue.throttleCheckTimeoutId, null);
  queue.pending.push({});
  queue.scheduleCheckPendingRequests();
  assert.ok(queue.throttleCheckTimeoutId);
  clearTimeout(queue.throttleCheckTimeoutId);
});

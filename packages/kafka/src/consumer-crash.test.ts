import assert from 'node:assert/strict';
import { test } from 'node:test';
import kafkajs from 'kafkajs';
import { isFatalCrash } from './consumer-crash.ts';

const { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSProtocolError } = kafkajs;

test('an outage is not fatal, whatever kafkajs calls it', () => {
  assert.equal(isFatalCrash(new KafkaJSConnectionError('refused')), false);
  assert.equal(isFatalCrash(new KafkaJSNonRetriableError('Failed to find group coordinator')), false);
});

test('a defect is fatal, also inside an error of kafkajs', () => {
  assert.equal(isFatalCrash(new TypeError('undefined is not a function')), true);
  assert.equal(
    isFatalCrash(Object.assign(new KafkaJSNonRetriableError('x'), { cause: new RangeError('y') })),
    true,
  );
});

test('what the cluster does not allow is fatal', () => {
  const denied = Object.assign(new KafkaJSProtocolError('denied'), { type: 'GROUP_AUTHORIZATION_FAILED' });
  assert.equal(isFatalCrash(denied), true);
});

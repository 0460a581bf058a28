import assert from 'node:assert/strict';
import { test } from 'node:test';
import { previewTypes } from './preview-types.ts';

test('types that are finished are asked for, and without any nothing is', () => {
  assert.deepEqual(previewTypes('order.*, user/created, a'), { asked: 'order.*,a', words: 'these types' });
  assert.equal(previewTypes('').asked, undefined);
  assert.equal(previewTypes('order/paid').asked, undefined);
  const many = Array.from({ length: 21 }, (_, i) => `t${i}`);
  assert.deepEqual(previewTypes(many.join(' ')), {
    ...{ asked: many.slice(0, 20).join(','), words: 'the first 20 types' },
  });
});

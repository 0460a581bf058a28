import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromInput } from './local-time.ts';
import { problemOfTypes, typedOf, typesIn, withTyped } from './typed-filters.ts';

const NONE = { type: '', from: '', to: '' };

test('all that is typed is taken along, and the place in the list is not', () => {
  const filters = { type: 'a', status: 'dead', cursor: 'c', to: '2026-03-01T12:00:30.000Z' };
  const typed = { ...typedOf(filters), type: ' order.*  user.created,', from: '2026-03-01T10:00' };
  assert.deepEqual(withTyped(filters, typed), {
    ...{ type: 'order.*,user.created', status: 'dead', cursor: undefined },
    // Which the field shows to the minute.
    ...{ from: fromInput('2026-03-01T10:00'), to: '2026-03-01T12:00:30.000Z' },
  });
  assert.deepEqual(withTyped(filters, NONE), {
    ...{ type: undefined, status: 'dead', cursor: undefined, from: undefined, to: undefined },
  });
});

test('types that the API would not take are said to be wrong, and those in force stay', () => {
  const many = Array.from({ length: 21 }, (_, i) => `t${i}`).join(',');
  for (const type of ['order/paid', many, 'a,ö']) {
    assert.match(problemOfTypes(type) ?? '', /20 types/, type);
    assert.equal(withTyped({ type: 'a' }, { ...NONE, type }).type, 'a', type);
  }
  for (const type of ['', ' , ', 'order.*, user.created', '*']) assert.equal(problemOfTypes(type), undefined);
  assert.equal(typesIn(' , '), undefined);
});

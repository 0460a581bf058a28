import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indentJson, rawMember } from './json-text.ts';

test('JSON is indented with its numbers as they were sent', () => {
  const text =
    '{"total":12345678901234567890,"of":[1.0,2e3,{}],"who":{"name":"a, b: {c} \\"d\\""},"none":[]}';
  assert.equal(
    indentJson(text),
    `{
  "total": 12345678901234567890,
  "of": [
    1.0,
    2e3,
    {}
  ],
  "who": {
    "name": "a, b: {c} \\"d\\""
  },
  "none": []
}`,
  );
  assert.deepEqual(JSON.parse(indentJson(text)), JSON.parse(text));
});

test('what is indented already stays the same', () => {
  const text = indentJson('[{"a":null},true]');
  assert.equal(indentJson(text), text);
});

test('what is no JSON is shown as it is', () => {
  assert.equal(indentJson('{"cut off'), '{"cut off');
  assert.equal(indentJson(''), '');
});

test('a member is found where it is a member of the object itself', () => {
  const text = '{"type":"payload","in":{"payload":0},"payload":{"n":1.0,"list":[1,{"a":2}]},"deliveries":[]}';
  assert.equal(rawMember(text, 'payload'), '{"n":1.0,"list":[1,{"a":2}]}');
  assert.equal(rawMember(text, 'type'), '"payload"');
  assert.equal(rawMember(text, 'deliveries'), '[]');
  assert.equal(rawMember(text, 'a'), undefined);
  assert.equal(rawMember('{"n": 10000000000000000001 }', 'n'), '10000000000000000001');
  assert.equal(rawMember('not json', 'n'), undefined);
});

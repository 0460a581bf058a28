import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traceLink } from './trace-link.ts';

const id = '4bf92f3577b34da6a3ce929d0e0e4736';

test('a trace has a link where somebody has said where traces are', () => {
  assert.equal(
    traceLink('http://jaeger/trace/{trace_id}?a={trace_id}', id),
    `http://jaeger/trace/${id}?a=${id}`,
  );
  assert.equal(traceLink(null, id), undefined);
  assert.equal(traceLink(undefined, id), undefined);
});

test('what is no trace id does not get into a link', () => {
  for (const wrong of ['', '../x', id.toUpperCase(), `${id}0`])
    assert.equal(traceLink('http://jaeger/trace/{trace_id}', wrong), undefined, wrong);
});

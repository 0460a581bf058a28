import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceFor, isSignedOut, ProblemError, problemOf, UnreachableError } from './problem.ts';

const PROBLEM = {
  title: 'Not Found',
  status: 404,
  code: 'HPL_ENDPOINT_NOT_FOUND',
  detail: 'there is no such endpoint',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
};

test("a problem is shown as the API's own words have it", () => {
  const error = problemOf(404, JSON.stringify(PROBLEM), null);
  assert.deepEqual(error.problem, PROBLEM);
  assert.equal(error.message, PROBLEM.detail);
  assert.match(adviceFor(error), /Check the link/);
});

test('an answer that is no problem keeps its status', () => {
  for (const text of ['', '<html>', 'null', '[]', '{"code":1}', '{"status":502}']) {
    const { problem } = problemOf(502, text, null);
    assert.equal(problem.status, 502);
    assert.match(problem.detail, /502/);
  }
});

test('Retry-After is taken in seconds alone', () => {
  assert.equal(problemOf(503, '', '3').retryAfterSeconds, 3);
  for (const header of [null, 'Wed, 21 Oct 2026 07:28:00 GMT', '-1', '1.5', '99999999'])
    assert.equal(problemOf(503, '', header).retryAfterSeconds, undefined);
});

test('only 401 means signed out', () => {
  assert.ok(isSignedOut(problemOf(401, '', null)));
  assert.ok(!isSignedOut(problemOf(403, '', null)));
  assert.ok(!isSignedOut(new UnreachableError(undefined)));
});

test('there is something to do about every error', () => {
  const errors = [
    new UnreachableError(undefined),
    new TypeError('x'),
    new ProblemError({ ...PROBLEM, status: 500 }),
  ];
  for (const error of errors) assert.ok(adviceFor(error).length > 10);
});

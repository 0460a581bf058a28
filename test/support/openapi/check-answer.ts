// Whether an answer is one that the description of its operation promises.
import assert from 'node:assert/strict';
import { compileValidator } from '@hopline/api/http/validate';
import type { OddAnswer } from '../http-request.ts';
import type { Operation, Response, Schema } from './document.ts';

/**
 * @throws {assert.AssertionError} for a 5xx, a status that is not described, or a body or header that does not fit its
 *   schema
 */
export function checkAnswer(operation: Operation, answer: OddAnswer): void {
  const what = `${operation.name} answered ${answer.status} ${answer.body.toString().slice(0, 500)}`;
  assert.ok(answer.status < 500, `a 5xx: ${what}`);
  const response = operation.responses.get(answer.status);
  assert.ok(response, `a status that is not described: ${what}`);
  checkBody(response, answer, what);
  for (const [name, schema] of response.headers) {
    const value = answer.headers[name];
    if (value === undefined) continue;
    const given = schema.type === 'integer' ? Number(value) : String(value);
    assert.ok(fits(schema, given), `${name}: ${value} does not fit its schema: ${what}`);
  }
  assert.ok(answer.headers['x-response-time'], `no X-Response-Time: ${what}`);
}

function checkBody({ bodies }: Response, { headers, body }: OddAnswer, what: string): void {
  if (bodies.size === 0) {
    assert.equal(body.length, 0, `a body that is not described: ${what}`);
    return;
  }
  const mediaType = String(headers['content-type']).split(';', 1)[0] ?? '';
  const schema = bodies.get(mediaType);
  assert.ok(schema, `the media type ${mediaType} is not described: ${what}`);
  const value = /json$/.test(mediaType) ? JSON.parse(body.toString()) : body.toString();
  const problem = problemWith(schema, value);
  assert.equal(problem, undefined, `the body does not fit its schema: ${problem}: ${what}`);
}

const validators = new Map<Schema, ReturnType<typeof compileValidator>>();

/** What is wrong with a value, in words, or undefined. */
export function problemWith(schema: Schema, value: unknown): string | undefined {
  let validate = validators.get(schema);
  if (!validate) {
    validate = compileValidator({ schema, method: '', url: '' });
    validators.set(schema, validate);
  }
  const { error } = validate(value) as { error?: { pointer?: string; message: string } };
  return error && `${error.pointer} ${error.message}`;
}

function fits(schema: Schema, value: unknown): boolean {
  return problemWith(schema, value) === undefined;
}

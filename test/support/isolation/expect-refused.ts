// Sends what asksFor makes, with what somebody else has been given, and looks at each answer.
import assert from 'node:assert/strict';
import { type Answer, call } from '../../integration/api-fixture.ts';
import { leaksIn } from '../leaks/marks.ts';
import type { Json } from '../openapi/document.ts';
import type { Ask } from './asks.ts';
import type { Estate } from './estate.ts';

/** Sends one; `headers` are the credentials. */
export function sendAsk(
  url: string,
  { operation, path, headers, body }: Ask,
  credentials: Readonly<Record<string, string>>,
): Promise<Answer> {
  return call(`${url}${path}`, operation.method, {
    ...(body === undefined ? {} : { body }),
    headers: { ...headers, ...credentials },
  });
}

export interface Refusal {
  /** The statuses that it may have. */
  readonly refusedWith: readonly number[];
  /** Whether it must be refused; else its answer must only be without anything of the estate. */
  readonly mustBeRefused: boolean;
}

/**
 * Asserts that an answer neither fails nor shows anything of the estate.
 * @returns the ids of the events that were accepted
 */
export function expectNothingOf(
  estate: Estate,
  { what }: Ask,
  answer: Answer,
  { refusedWith, mustBeRefused }: Refusal,
): unknown[] {
  const said = `${what} was answered ${answer.status} ${answer.text}`;
  assert.ok(answer.status < 500, said);
  if (mustBeRefused) assert.ok(refusedWith.includes(answer.status), said);
  const shown = `${JSON.stringify([...answer.headers])} ${answer.text}`;
  assert.deepEqual(leaksIn(estate.giveaways, [shown]), [], said);
  const items = [answer.json, ...((answer.json.items ?? []) as Json[])];
  return items.filter(({ status }) => status === 'accepted').map(({ id }) => id);
}

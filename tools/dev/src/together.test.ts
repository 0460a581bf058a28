import assert from 'node:assert/strict';
import { test } from 'node:test';
import { together } from './together.ts';

const never = new AbortController().signal;

/** Ends only some turns after it was told to. */
async function reluctant(signal: AbortSignal, log: string[]): Promise<string> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await new Promise(setImmediate);
  log.push('ended');
  signal.throwIfAborted();
  return 'never';
}

test('gives the results in the order of the tasks', async () => {
  const results = await together(
    never,
    async () => 1,
    async () => 'two',
  );
  assert.deepEqual(results, [1, 'two']);
});

test('the first failure is thrown, after the other tasks have ended', async () => {
  const log: string[] = [];
  const failing = async () => {
    throw new Error('first');
  };
  await assert.rejects(
    together(never, (signal) => reluctant(signal, log), failing),
    /first/,
  );
  assert.deepEqual(log, ['ended']);
});

test('a signal ends all of them with its reason', async () => {
  const log: string[] = [];
  const controller = new AbortController();
  const all = together(
    controller.signal,
    (signal) => reluctant(signal, log),
    (signal) => reluctant(signal, log),
  );
  controller.abort(new Error('Ctrl-C'));
  await assert.rejects(all, /Ctrl-C/);
  assert.equal(log.length, 2);
});

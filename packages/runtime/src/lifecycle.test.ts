import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LifecycleError } from './errors.ts';
import { type Component, inOrder } from './lifecycle.ts';

function recorder(names: string[], failing?: string) {
  const calls: string[] = [];
  const components = names.map(
    (name): Component => ({
      name,
      async start() {
        calls.push(`start ${name}`);
        if (name === failing) throw new Error('no');
      },
      async stop() {
        calls.push(`stop ${name}`);
      },
    }),
  );
  return { calls, component: inOrder('all', components) };
}

test('components start in order and stop in reverse, once', async () => {
  const { calls, component } = recorder(['a', 'b']);
  await component.start();
  await component.start();
  await component.stop(AbortSignal.timeout(1000));
  await component.stop(AbortSignal.timeout(1000));
  assert.deepEqual(calls, ['start a', 'start b', 'stop b', 'stop a']);
});

test('when one does not start, those before it are stopped and it is named', async () => {
  const { calls, component } = recorder(['a', 'b', 'c'], 'b');
  await assert.rejects(
    component.start(),
    (error) => error instanceof LifecycleError && /b did not start/.test(error.message),
  );
  assert.deepEqual(calls, ['start a', 'start b', 'stop b', 'stop a']);
});

test('one that does not stop keeps no other from stopping', async () => {
  const stopped: string[] = [];
  const part = (name: string, stop: () => Promise<void>): Component => ({
    name,
    start: async () => {},
    stop,
  });
  const component = inOrder('all', [
    part('a', async () => void stopped.push('a')),
    part('b', () => Promise.reject(new Error('stuck'))),
  ]);
  await component.start();
  await assert.rejects(component.stop(AbortSignal.timeout(1000)), AggregateError);
  assert.deepEqual(stopped, ['a']);
});

test('the failure of a part is the failure of the whole', async () => {
  const failed = Promise.reject(new Error('consumer crashed'));
  failed.catch(() => {});
  const component = inOrder('all', [{ name: 'a', start: async () => {}, stop: async () => {}, failed }]);
  await assert.rejects(component.failed ?? Promise.resolve(), /consumer crashed/);
});

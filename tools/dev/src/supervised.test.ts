import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerExit } from './server-process.ts';
import { Supervised, type Unit } from './supervised.ts';

const never = new AbortController().signal;

/** A process that exists only here. */
class FakeUnit implements Unit {
  pid: number | undefined;
  starts = 0;
  failures = 0;
  exited: Promise<ServerExit> = new Promise(() => {});
  #end: (exit: ServerExit) => void = () => {};

  async start(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.starts += 1;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('no luck');
    }
    this.pid = this.starts;
    this.exited = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  die(): void {
    this.pid = undefined;
    this.#end({ code: null, signal: 'SIGKILL', lastLines: [] });
  }

  async stop(): Promise<boolean> {
    this.die();
    return true;
  }

  async kill(): Promise<void> {
    this.die();
  }
}

function supervise(unit: FakeUnit, attempts = 1) {
  const said: string[] = [];
  let onReady: () => void = () => {};
  const options = {
    name: 'thing',
    attempts,
    say: (line: string) => said.push(line),
    onReady: () => onReady(),
  };
  const nextReady = () =>
    new Promise<void>((resolve) => {
      onReady = resolve;
    });
  return { supervised: new Supervised(unit, options), said, nextReady };
}

test('what dies is started again, and that is said', async () => {
  const unit = new FakeUnit();
  const { supervised, said, nextReady } = supervise(unit);
  await supervised.start(never);
  const back = nextReady();
  unit.die();
  await back;
  await supervised.stop(0);
  assert.deepEqual(said, ['thing died (SIGKILL); starting it again in 0.2 s', 'thing is back (process 2)']);
});

test('a restart that fails is tried again, later', async () => {
  const unit = new FakeUnit();
  const { supervised, said, nextReady } = supervise(unit);
  await supervised.start(never);
  unit.failures = 1;
  const back = nextReady();
  unit.die();
  await back;
  assert.equal(unit.starts, 3);
  assert.equal(said[1], 'no luck; starting it again in 0.4 s');
  await supervised.stop(0);
});

test('the first start is tried as often as was said, and then its failure is thrown', async () => {
  const unit = new FakeUnit();
  unit.failures = 2;
  await assert.rejects(supervise(unit, 2).supervised.start(never), /no luck/);
  assert.equal(unit.starts, 2);
});

test('what was asked to stop is not started again', async () => {
  const unit = new FakeUnit();
  const { supervised, said } = supervise(unit);
  await supervised.start(never);
  const { inTime, exit } = await supervised.stop(0);
  assert.equal(inTime, true);
  assert.equal(exit?.signal, 'SIGKILL');
  assert.equal(unit.starts, 1);
  assert.deepEqual(said, []);
});

test('a stop while it waits to start again ends the wait', async () => {
  const unit = new FakeUnit();
  const { supervised } = supervise(unit);
  await supervised.start(never);
  unit.die();
  assert.deepEqual(await supervised.stop(0), { inTime: true, exit: undefined });
  assert.equal(unit.starts, 1);
});

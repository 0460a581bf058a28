import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { type BacklogWatch, createBacklogWatch } from './backlog-watch.ts';

interface Watched {
  readonly watch: BacklogWatch;
  /** Lets a second pass, in which the progress is read if it is to be. */
  readonly second: () => Promise<void>;
  readonly messages: string[];
  readonly reads: () => number;
  /** The progress of every topic; an error while Postgres is away. */
  progress: ReadonlyMap<number, bigint> | Error;
  topicId: string | undefined;
}

/** A watch with a limit of 100 records, and time under control. */
function watched(t: { after(end: () => void): void }): Watched {
  mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  const clock = mock.method(performance, 'now', () => now);
  t.after(() => {
    clock.mock.restore();
    mock.timers.reset();
  });
  let reads = 0;
  const messages: string[] = [];
  const note = (_fields: unknown, message?: string) => void messages.push(message ?? '');
  const self: Watched = {
    watch: createBacklogWatch({
      limit: 100,
      topicId: () => self.topicId,
      readProgress: async () => {
        reads += 1;
        if (self.progress instanceof Error) throw self.progress;
        return self.progress;
      },
      log: { info: note, warn: note },
    }),
    async second() {
      now += 1000;
      mock.timers.tick(1000);
      await new Promise(setImmediate);
    },
    messages,
    reads: () => reads,
    progress: new Map(),
    topicId: 'one',
  };
  return self;
}

/** `count` events of the organization, the last of them at `offset`. */
function accept(
  { watch }: Watched,
  organizationId: string,
  count: number,
  offset: bigint,
  partition = 0,
): void {
  for (let i = count; i > 0; i -= 1) watch.noteAck(organizationId, partition, offset - BigInt(i - 1));
}

test('reads once a second while events come in, and not when none do', async (t) => {
  const self = watched(t);
  for (let i = 0; i < 3; i += 1) await self.second();
  assert.equal(self.reads(), 0);
  accept(self, 'a', 5, 4n);
  for (let i = 0; i < 20; i += 1) await self.second();
  assert.ok(self.reads() >= 5 && self.reads() <= 7, `${self.reads()} readings`);
  assert.deepEqual(self.watch.state(), { backlog: 0, organizations: 0 });
  accept(self, 'a', 1, 5n);
  await self.second();
  assert.deepEqual(self.watch.state(), { backlog: 6, organizations: 0 });
});

test('an organization that is refused is let in once its events are stored, though it sends none', async (t) => {
  const self = watched(t);
  self.progress = new Map([[0, 50n]]);
  accept(self, 'heavy', 190, 189n);
  accept(self, 'light', 2, 191n);
  accept(self, 'elsewhere', 80, 79n, 1);
  await self.second();
  assert.deepEqual(
    ['heavy', 'light', 'elsewhere'].map((id) => self.watch.refuses(id)),
    [true, false, false],
  );
  for (let i = 0; i < 60; i += 1) await self.second();
  assert.equal(self.watch.refuses('heavy'), true);
  self.progress = new Map([[0, 150n]]);
  await self.second();
  assert.equal(self.watch.refuses('heavy'), false);
  assert.deepEqual(self.messages, ['backlog.exceeded', 'backlog.cleared']);
});

test('who is refused hears how long it takes to store what is too much, as soon as that is known', async (t) => {
  const self = watched(t);
  self.progress = new Map([[0, 0n]]);
  accept(self, 'heavy', 200, 199n);
  await self.second();
  assert.equal(self.watch.refuses('heavy'), true);
  assert.equal(self.watch.waitOf('heavy'), undefined);
  self.progress = new Map([[0, 10n]]);
  await self.second();
  // 190 wait, and 80 may: at 10 a second.
  assert.equal(self.watch.waitOf('heavy'), 11_000);
  self.progress = new Map([[0, 120n]]);
  await self.second();
  assert.equal(self.watch.refuses('heavy'), false);
  assert.equal(self.watch.waitOf('heavy'), undefined);
});

test('without Postgres the last decision holds for 30 s, then all are let in, and nobody new is refused', async (t) => {
  const self = watched(t);
  accept(self, 'heavy', 200, 199n);
  await self.second();
  assert.equal(self.watch.refuses('heavy'), true);
  self.progress = new Error('away');
  for (let i = 0; i < 29; i += 1) await self.second();
  assert.equal(self.watch.refuses('heavy'), true);
  await self.second();
  assert.equal(self.watch.refuses('heavy'), false);
  accept(self, 'heavy', 200, 399n);
  for (let i = 0; i < 3; i += 1) await self.second();
  assert.equal(self.watch.refuses('heavy'), false);
  assert.deepEqual(self.messages, ['backlog.exceeded', 'progress.unread', 'backlog.lost_sight']);
  self.progress = new Map();
  await self.second();
  assert.equal(self.watch.refuses('heavy'), true);
});

test('a topic that was made anew begins without a backlog', async (t) => {
  const self = watched(t);
  accept(self, 'heavy', 200, 199n);
  await self.second();
  assert.equal(self.watch.refuses('heavy'), true);
  self.topicId = 'two';
  await self.second();
  assert.equal(self.watch.refuses('heavy'), false);
  accept(self, 'heavy', 50, 49n);
  await self.second();
  assert.deepEqual(self.watch.state(), { backlog: 50, organizations: 0 });
});

test('a watch that was stopped reads no more', async (t) => {
  const self = watched(t);
  accept(self, 'a', 1, 0n);
  self.watch.stop();
  accept(self, 'a', 1, 1n);
  await self.second();
  assert.equal(self.reads(), 0);
});

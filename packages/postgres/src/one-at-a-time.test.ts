import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { oneAtATime } from './one-at-a-time.ts';
import type { Pool } from './pool.ts';

const TURN = { lock: 1, longestMs: 60_000, silentMs: 30 };

test('while Postgres does not answer, the turn asks no second time; then it goes on', async () => {
  const signs: (() => void)[] = [];
  let [underWay, most] = [0, 0];
  const client = {
    on() {},
    off() {},
    release() {},
    async query(statement: string | object) {
      underWay += 1;
      most = Math.max(most, underWay);
      if (statement === 'select') await new Promise<void>((resolve) => signs.push(resolve));
      underWay -= 1;
      return { rows: [{ locked: true }] };
    },
  };
  const pool = { connect: async () => client } as unknown as Pool;
  const answerAll = () => {
    for (const answer of signs) answer();
  };
  const asked = async (times: number) => {
    while (signs.length < times) await sleep(5);
  };
  const done = await oneAtATime(pool, TURN, async () => {
    await asked(1);
    // As long as several signs take.
    await sleep(10 * TURN.silentMs);
    answerAll();
    await asked(2);
    answerAll();
  });
  assert.deepEqual([done, most], [true, 1]);
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { insertEventKeys } from '@hopline/postgres/persist/insert-event-keys';
import { lockProgress } from '@hopline/postgres/persist/lock-progress';
import { createPool } from '@hopline/postgres/pool';
import { inPipelinedTransaction } from '@hopline/postgres/transaction';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';

const BLOCKED_MS = 2000;
const cleanup = inReverse({ after });
const { url, pool } = await createDatabase(cleanup);
const pipelined = createPool({
  databaseUrl: url,
  size: 1,
  applicationName: 'hopline-test',
  pipelined: true,
  onIdleError: () => {},
});
cleanup.after(() => pipelined.end());
await pool.query('create table numbers (n int primary key)');

const stored = async () =>
  (await pool.query<{ n: number }>('select n from numbers order by n')).rows.map(({ n }) => n);
const insert = (n: number) => ({ text: 'insert into numbers values ($1)', values: [n] });

test('its statements are one transaction, sent without waiting for the answers to those before', async () => {
  const askTime = 'select extract(epoch from clock_timestamp())::float8 * 1000 as ms';
  const [first, second] = await inPipelinedTransaction(pipelined, async (transaction) => {
    await transaction.query('select');
    const times = [0, 1].map(() => transaction.query<{ ms: number }>(askTime));
    const inserts = [transaction.query(insert(1)), transaction.query(insert(2))];
    // No answer is read in this time. Whoever waits for the first one asks the second time after it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
    const answers = await Promise.all(times);
    await Promise.all([...inserts, transaction.commit()]);
    return answers.map(({ rows }) => rows[0]?.ms ?? Number.NaN);
  });
  assert.ok(Number(second) - Number(first) < BLOCKED_MS / 2);
  assert.deepEqual(await stored(), [1, 2]);
});

test('a statement that fails rolls back those before and behind it, with its own error', async () => {
  await assert.rejects(
    inPipelinedTransaction(pipelined, async (transaction) => {
      await Promise.all([
        transaction.query(insert(3)),
        transaction.query(insert(1)),
        transaction.query(insert(4)),
        transaction.commit(),
      ]);
    }),
    { code: '23505' },
  );
  assert.deepEqual(await stored(), [1, 2]);
  // The connection, the only one of its pool, is as good as before.
  await inPipelinedTransaction(pipelined, async (transaction) => {
    await Promise.all([transaction.query(insert(5)), transaction.commit()]);
  });
  assert.deepEqual(await stored(), [1, 2, 5]);
});

test('a commit whose transaction has failed is no success, whoever looks at it alone', async () => {
  let told: unknown;
  await assert.rejects(
    inPipelinedTransaction(pipelined, async (transaction) => {
      transaction.query(insert(1)).catch(() => {});
      await transaction.commit().catch((error: unknown) => {
        told = error;
        throw error;
      });
    }),
    { code: '23505' },
  );
  assert.match(String(told), /ROLLBACK/);
});

test('it fails with the cause, also when an answer to what is behind it is heard of first', async () => {
  await assert.rejects(
    inPipelinedTransaction(pipelined, async (transaction) => {
      await transaction.query('select');
      // Several promises deep, as where many rows are written a page at a time.
      const insertAll = async (numbers: number[]) => {
        await Promise.all(numbers.map(async (n) => await transaction.query(insert(n))));
      };
      const all = [insertAll([1]), transaction.query(insert(8)), transaction.commit()];
      // So that all answers are there at once.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS / 4);
      await Promise.all(all);
    }),
    { code: '23505' },
  );
  assert.deepEqual(await stored(), [1, 2, 5]);
});

test('what throws in between is rolled back, and so is what was never committed', async () => {
  await assert.rejects(
    inPipelinedTransaction(pipelined, async (transaction) => {
      await transaction.query(insert(6));
      throw new RangeError('in between');
    }),
    RangeError,
  );
  await assert.rejects(
    inPipelinedTransaction(pipelined, async (transaction) => {
      await transaction.query(insert(6));
    }),
    TypeError,
  );
  assert.deepEqual(await stored(), [1, 2, 5]);
});

test('a statement that could not even be sent keeps the others from being committed', async () => {
  await assert.rejects(
    inPipelinedTransaction(pipelined, async (transaction) => {
      const unsent = Promise.all([Promise.reject(new RangeError('no such parameter'))]);
      const written: Promise<unknown>[] = [transaction.query(insert(9)), unsent];
      await Promise.all([...written, transaction.commit(written)]);
    }),
    RangeError,
  );
  assert.deepEqual(await stored(), [1, 2, 5]);
});

test('nothing can be asked behind the commit, where it would be a transaction of its own', async () => {
  await assert.rejects(
    inPipelinedTransaction(pipelined, async (transaction) => {
      await transaction.commit();
      await transaction.query(insert(7));
    }),
    TypeError,
  );
  assert.deepEqual(await stored(), [1, 2, 5]);
});

test('when nothing but the beginning fails, nothing is written, and it is no success', async () => {
  // What Postgres fails, as it would when it is cancelled at that moment; what is behind it on the wire is answered as ever.
  const failBegin = async <T>(work: () => Promise<T>): Promise<T> => {
    const client = await pipelined.connect();
    const { query } = client;
    client.query = ((...given: Parameters<typeof query>) => {
      const [text] = given as unknown[];
      return query.apply(client, /^begin/.test(String(text)) ? (['begin nothing'] as never) : given);
    }) as typeof query;
    client.release();
    try {
      return await work();
    } finally {
      client.query = query;
    }
  };
  const syntaxError = { code: '42601' };
  await failBegin(async () => {
    // With the answers awaited before the commit is sent, and without.
    for (const isAwaited of [true, false]) {
      await assert.rejects(
        inPipelinedTransaction(pipelined, async (transaction) => {
          const keys = [
            {
              eventId: randomUUID(),
              day: '2026-01-02',
              contentHash: Buffer.alloc(1),
              organizationId: randomUUID(),
            },
          ];
          const spans = [{ topicId: randomUUID(), partition: 0, firstOffset: 0n }];
          const sent = Promise.allSettled([
            lockProgress(transaction, spans),
            insertEventKeys(transaction, keys),
          ]);
          if (isAwaited) await sent;
          await Promise.all([
            ...(isAwaited ? [transaction.query(insert(10))] : []),
            sent,
            transaction.commit(),
          ]);
        }),
        syntaxError,
      );
    }
    // A commit that is looked at alone tells of it as well.
    let told: unknown;
    await assert.rejects(
      inPipelinedTransaction(pipelined, async (transaction) => {
        await transaction.commit().catch((error: unknown) => {
          told = error;
        });
      }),
      syntaxError,
    );
    assert.equal((told as { code?: string }).code, syntaxError.code);
  });
  assert.deepEqual(await stored(), [1, 2, 5]);
  for (const table of ['event_keys', 'progress'])
    assert.equal((await pool.query(`select from ${table}`)).rowCount, 0, table);
});

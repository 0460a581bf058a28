// All that is stored, as texts to search: the rows of every table, and the records of every topic.
import { randomBytes } from 'node:crypto';
import { connectAdmin, createWorker } from '@hopline/kafka/connect';
import type { Pool } from '@hopline/postgres/pool';
import type { Cleanup } from '../cleanup.ts';
import type { TestTopics } from '../topics.ts';
import { until } from '../until.ts';

/** Every row of every table as one text: `<table> <its columns>`, bytes as they are. */
export async function readTables(pool: Pool): Promise<string[]> {
  const tables = await pool.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition",
  );
  const read = tables.rows.map(async ({ name }) => {
    const { rows } = await pool.query<Record<string, unknown>>(`select * from "${name}"`);
    return rows.map((row) => `${name} ${Object.values(row).map(asText).join(' ')}`);
  });
  return (await Promise.all(read)).flat();
}

/** Every record of every topic as one text: `<topic> <key> <value> <headers>`, bytes as they are. */
export async function readTopics(t: Cleanup, { brokers, topics }: TestTopics): Promise<string[]> {
  const names = [
    ...[topics.events, topics.eventsDlq, topics.deliveries, topics.deliveriesDlq],
    ...topics.rungs.map(({ topic }) => topic),
  ];
  const count = await countRecords(brokers, names);
  const texts: string[] = [];
  const groupId = `read-${randomBytes(4).toString('hex')}`;
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const worker = createWorker(
    {
      ...{ brokers, clientId: 'test', groupId, topics: names },
      onRecords(records, owner) {
        for (const { topic, key, value, headers, offset } of records) {
          const sent = Object.entries(headers).map(([name, one]) => `${name}=${asText(one)}`);
          texts.push([topic, asText(key), asText(value), ...sent].join(' '));
          owner.done(offset);
        }
      },
    },
    { log },
  );
  await worker.start();
  t.after(() => worker.stop(AbortSignal.timeout(5000)));
  await until(`${count} records are read`, () => texts.length >= count);
  return texts;
}

async function countRecords(brokers: string[], topics: readonly string[]): Promise<number> {
  await using admin = await connectAdmin({ brokers, clientId: 'hopline-test' });
  const ends = await Promise.all(topics.map((topic) => admin.endOffsets(topic)));
  return ends.flatMap((of) => [...of.values()]).reduce((sum, end) => sum + Number(end), 0);
}

function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

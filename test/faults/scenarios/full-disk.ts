// A disk is full, and has space again: of Postgres, whose tables cannot grow or whose log cannot be written, and of the broker.
import { until } from '../../support/until.ts';
import { cutShort, fillBroker, NO_SPACE, unfelt, unreadable } from '../full-disk.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { rebalances } from './postgres.ts';

const BEFORE = 500;
const FULL_MS = 8000;
const FELT_LIMIT_MS = 60_000;
/** Of Postgres: a file of its log has its full size from the beginning. With less no log could be written either. */
const LOG_FILE_BYTES = 16 * 2 ** 20;
/** Below whatever place Postgres writes its log at. */
const NO_LOG_BYTES = 16 * 1024;
/** Of the broker, in bytes. */
const MOST_ROOM = 4096;

/**
 * Makes the newest day's table of events larger than a file of Postgres' log, with rows that come from no topic and are so
 * long that no event fits beside them.
 * @returns its size in bytes
 */
async function growEvents({ fixture }: Stage): Promise<number> {
  const { pool } = fixture.database;
  await pool.query(
    `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
     select day, gen_random_uuid(), organization_id, 'filler', accepted_at, -1, -1, decode(repeat('2e', 1890), 'hex')
       from (select * from events order by accepted_at desc limit 1) newest, generate_series(1, 10000)`,
  );
  const { rows } = await pool.query<{ size: number }>(
    `select pg_relation_size(tableoid)::int as size from events order by accepted_at desc limit 1`,
  );
  const size = rows[0]?.size ?? 0;
  if (size < LOG_FILE_BYTES) throw new Error(`the table has ${size} bytes: too few for its log to go on`);
  return size;
}

const postgresTables: Scenario = {
  name: 'postgres-full',
  about: `the disk of Postgres is full, so that no table can grow, for ${FULL_MS / 1000} s`,
  felt: NO_SPACE,
  async run(stage) {
    const { postgres } = stage.servers;
    await stage.passed(BEFORE);
    await stage.outage({
      async begin() {
        postgres.limitFiles(await growEvents(stage));
        const isHeld = () => /could not extend file/.test(stage.persist.log());
        await until('persist is refused space', isHeld, FELT_LIMIT_MS);
      },
      lastsMs: FULL_MS,
      end: () => postgres.limitFiles(undefined),
    });
    await stage.healed();
    return [...rebalances(stage), ...(await unreadable(stage.fixture.database.pool))];
  },
};

const postgresLog: Scenario = {
  name: 'postgres-full-log',
  about: `the same, so that not even its log can be written, for ${FULL_MS / 1000} s: it ends by itself again and again until there is space`,
  felt: /connection\.lost|batch\.held/,
  async run(stage) {
    const { postgres } = stage.servers;
    await stage.passed(BEFORE);
    let said: readonly string[] = [];
    await stage.outage({
      async begin() {
        postgres.limitFiles(NO_LOG_BYTES);
        const panics = () => postgres.lastLines.some((line) => /PANIC/.test(line));
        await until('Postgres gives up', panics, FELT_LIMIT_MS);
      },
      lastsMs: FULL_MS,
      async end() {
        said = [...postgres.lastLines];
        postgres.limitFiles(undefined);
        // It may have given up for good: then somebody starts it.
        await postgres.start();
      },
    });
    await stage.healed();
    const { pool } = stage.fixture.database;
    return [...unfelt('Postgres', said), ...rebalances(stage), ...(await unreadable(pool))];
  },
};

const broker: Scenario = {
  name: 'broker-full',
  about: `the disk of the broker is full, for ${FULL_MS / 1000} s: it ends by itself, in the middle of a batch, and is started when there is space`,
  mayEnd: true,
  async run(stage) {
    const { node } = stage.servers.kafka;
    await stage.passed(BEFORE);
    let said: readonly string[] = [];
    await stage.outage({
      async begin() {
        const { events } = stage.fixture.kafka.topics;
        const size = fillBroker(node, events, 1 + stage.random.below(MOST_ROOM));
        await until('the broker gives up', () => node.pid === undefined, FELT_LIMIT_MS);
        stage.say(`it ended with ${cutShort(node, events, size)} partitions cut short`);
      },
      lastsMs: FULL_MS,
      async end() {
        said = [...node.lastLines];
        node.limitFiles(undefined);
        await node.start();
      },
    });
    await stage.healed();
    return unfelt('the broker', said);
  },
};

export const fullDisk: readonly Scenario[] = [postgresTables, postgresLog, broker];

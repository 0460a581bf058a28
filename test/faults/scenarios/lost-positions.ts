// What Kafka keeps for us is lost: the group's offsets, or every wake-up.
import { connectAdmin } from '@hopline/kafka/connect';
import type { Pool } from '@hopline/postgres/pool';
import { topicSpecifications } from '@hopline/wire/topic-specs';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { collectTopic } from '../../support/read-topic.ts';
import { until } from '../../support/until.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { recordsIn } from '../stored-lines.ts';

const BEFORE = 1500;
/** The sweeper wakes an endpoint again after a minute at the earliest. */
const LIMIT_MS = 150_000;

const TABLES = ['events', 'deliveries', 'event_keys', 'ledger', 'progress'] as const;

/** One hash for each table, of all its rows. */
async function digest(pool: Pool): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of TABLES) {
    const { rows } = await pool.query<{ hash: string }>(
      `select md5(coalesce(string_agg(one::text, ' ' order by one::text), '')) as hash from ${table} as one`,
    );
    digests[table] = rows[0]?.hash ?? '';
  }
  return digests;
}

export const groupReset: Scenario = {
  name: 'group-reset',
  about: 'the group forgets its offsets and reads everything again: nothing changes',
  async run(stage) {
    const { raw, persist, fixture } = stage;
    const { groups } = fixture.kafka;
    await stage.passed(BEFORE);
    await stage.stopLoad();
    await stage.drained();
    await persist.stop();
    const before = await digest(fixture.database.pool);
    await until(
      'the group is forgotten',
      () =>
        raw.deleteGroup(groups.persist).then(
          () => true,
          () => false,
        ),
      LIMIT_MS,
    );
    const readBefore = recordsIn(persist.log());
    await persist.start();
    await stage.drained();
    const after = await digest(fixture.database.pool);
    // Nothing has changed by having been read, not by having been left alone.
    const ends = await raw.endOffsets(fixture.kafka.topics.events);
    const all = Number(ends.reduce((sum, end) => sum + end, 0n));
    await until('everything was read again', () => recordsIn(persist.log()) - readBefore >= all);
    return TABLES.filter((table) => before[table] !== after[table]).map((table) => `${table} has changed`);
  },
};

async function remakeDeliveries({ raw, fixture }: Stage): Promise<void> {
  const { topics, brokers } = fixture.kafka;
  const partitions = (await raw.endOffsets(topics.deliveries)).length;
  await raw.deleteTopic(topics.deliveries);
  const specifications = topicSpecifications(topics, {
    ...{ events: partitions, deliveries: partitions, rung: 1, dlq: 1 },
  }).filter(({ topic }) => topic === topics.deliveries);
  await using admin = await connectAdmin({ brokers, clientId: 'hopline-faults' });
  // A topic that is being deleted is still there for a moment, as it was.
  await until(
    'the topic is made anew',
    async () => {
      const made = await admin
        .provision(specifications, { replicationFactor: 1, minInsyncReplicas: 1 })
        .catch((): string[] => []);
      return made.length > 0;
    },
    LIMIT_MS,
  );
}

export const deliveriesRemade: Scenario = {
  name: 'deliveries-remade',
  about: 'the deliveries topic is deleted and made anew: the sweeper wakes every delivery that waits',
  // Late enough that no endpoint was woken before the topic was deleted: an endpoint is woken once a minute at most.
  env: { SWEEP_INTERVAL: '1s', SWEEP_AFTER: '20s' },
  async run(stage) {
    await stage.passed(BEFORE / 2);
    const { rows: waiting } = await stage.fixture.database.pool.query<{ id: string }>(
      "select distinct endpoint_id as id from deliveries where state = 'pending'",
    );
    await remakeDeliveries(stage);
    await stage.healed();
    await stage.stopLoad();
    await wokenAgain(stage, waiting);
    return waiting.length > 0 ? [] : ['nothing was waiting when the topic was deleted'];
  },
};

/** Waits until each of these endpoints has a wake-up of its own in the topic. */
async function wokenAgain({ fixture }: Stage, waiting: readonly { readonly id: string }[]): Promise<void> {
  const { topics, brokers } = fixture.kafka;
  const codec = createWakeUpCodec();
  const tasks: (() => unknown)[] = [];
  try {
    const records = await collectTopic({ after: (task) => tasks.push(task) }, brokers, topics.deliveries);
    const isWoken = () => {
      const wakeUps = records.flatMap(({ value }) => (value ? [codec.decode(value)] : []));
      const woken = new Set(wakeUps.flatMap((one) => (one.delivery === null ? [one.endpoint_id] : [])));
      return waiting.every(({ id }) => woken.has(id));
    };
    await until('the sweeper wakes every endpoint', isWoken, LIMIT_MS);
  } finally {
    for (const task of tasks) await task();
  }
}

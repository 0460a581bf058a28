// `npm run dlq`: looks into the dead-letter topics, and puts letters back. Exit code 0: done; 1: some of the letters could
// not be put back; 2: it could not be done at all.
import { createPublisher, type KafkaLog } from '@hopline/kafka/connect';
import { kafkaConnection } from '@hopline/kafka/settings';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { findDelivery } from '@hopline/postgres/delivery-log/find-delivery';
import { readAttempts } from '@hopline/postgres/delivery-log/read-attempts';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import { databaseOf } from '@hopline/postgres/settings';
import { describeSettings } from '@hopline/runtime/command-line';
import { describeError } from '@hopline/runtime/errors';
import { type ConfigOf, loadSettings } from '@hopline/runtime/settings';
import { createTracing } from '@hopline/telemetry/tracing';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { learnSchemas } from '../learn-schemas.ts';
import { dlqSettings } from './config.ts';
import { fits, type Letter, readLetter } from './letter.ts';
import { type DlqOptions, readOptions, USAGE } from './options.ts';
import {
  type ListedLetter,
  listedLetter,
  printLetter,
  printList,
  printReplay,
  type StoredDelivery,
} from './print-letters.ts';
import { readLetters } from './read-letters.ts';
import { addReports, NOTHING_REPLAYED, replayDeliveryLetters, replayEventLetters } from './replay-letters.ts';

type Config = ConfigOf<typeof dlqSettings>;

interface Context {
  readonly options: DlqOptions;
  readonly config: Config;
  readonly pool: Pool;
}

const ATTEMPTS_SHOWN = 20;
const STOP_MS = 5000;
const SILENT: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };

try {
  process.exitCode = await run(process.argv.slice(2), process.env);
} catch (error) {
  console.error(`dlq: ${describeError(error)}`);
  process.exitCode = 2;
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const options = readOptions(args);
  if (options.command === 'help') {
    console.log([USAGE, ...describeSettings('dlq', dlqSettings).split('\n').slice(1)].join('\n'));
    return 0;
  }
  const config = loadSettings(dlqSettings, env);
  const pool = createPool({
    ...databaseOf(config),
    size: 2,
    applicationName: 'hopline-dlq',
    onIdleError: () => {},
  });
  try {
    const context = { options, config, pool };
    if (options.command === 'list') return await list(context);
    if (options.command === 'show') return await show(context);
    return await replay(context);
  } finally {
    await pool.end();
  }
}

/** Gives the letters that fit the options, a page at a time. `take` gives false when it wants no more. */
async function eachPage(
  { options, config, pool }: Context,
  take: (letters: readonly Letter[]) => boolean | Promise<boolean>,
): Promise<void> {
  const names = topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER);
  const isOfDeliveries = options.letters === 'deliveries';
  const codec = createWakeUpCodec();
  const topic = isOfDeliveries ? names.deliveriesDlq : names.eventsDlq;
  const { dlq: group } = groupNames(config.TOPIC_PREFIX);
  await readLetters({ kafka: kafkaConnection(config), topic, group }, async (records) => {
    // Of records no value is read: persist says what is wrong with them.
    if (isOfDeliveries) await learnSchemas(codec, (references) => findSchemas(pool, references), records);
    const letters = records.map((record) => readLetter(record, options.letters, codec));
    return await take(letters.filter((letter) => fits(letter, options.filter)));
  });
}

async function list(context: Context): Promise<number> {
  const { limit, json } = context.options;
  const listed: ListedLetter[] = [];
  const reasons = new Map<string, number>();
  await eachPage(context, (letters) => {
    for (const letter of letters) {
      reasons.set(letter.reason, (reasons.get(letter.reason) ?? 0) + 1);
      if (listed.length < limit) listed.push(listedLetter(letter));
    }
    return true;
  });
  console.log(
    json
      ? JSON.stringify({ letters: listed, reasons: Object.fromEntries(reasons) })
      : printList(listed, reasons),
  );
  return 0;
}

async function show(context: Context): Promise<number> {
  const { pool, options } = context;
  const { place, json } = options;
  const found: Letter[] = [];
  await eachPage(context, (letters) => {
    found.push(
      ...letters.filter(
        ({ record }) => record.partition === place?.partition && record.offset === place.offset,
      ),
    );
    return found.length === 0;
  });
  const [letter] = found;
  if (!letter) throw new Error(`there is no dead letter at ${place?.partition}:${place?.offset}`);
  const stored = await readStored(pool, letter);
  const { headers, key, value } = letter.record;
  const text = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;
  console.log(
    json
      ? JSON.stringify({
          ...listedLetter(letter),
          ...{ key: text(key), value: text(value) },
          headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, text(bytes)])),
          delivery: stored?.delivery ?? null,
          attempts: (stored?.attempts ?? []).map(({ response, ...attempt }) => ({
            ...attempt,
            response: text(response),
          })),
        })
      : printLetter(letter, stored),
  );
  return 0;
}

async function readStored(
  pool: Pool,
  { delivery, organizationId }: Letter,
): Promise<StoredDelivery | undefined> {
  if (delivery === undefined || organizationId === undefined) return undefined;
  const found = await findDelivery(pool, organizationId, delivery.id);
  if (!found) return undefined;
  const attempts = await readAttempts(pool, [found], ATTEMPTS_SHOWN);
  return { delivery: found, attempts: attempts.get(found.id) ?? [] };
}

async function replay(context: Context): Promise<number> {
  const { options, config, pool } = context;
  const { letters: kind, rate, dryRun, json } = options;
  const names = topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER);
  const topics = [kind === 'deliveries' ? names.deliveries : names.events];
  const tracing = createTracing('hopline-dlq', process.env);
  const publisher = withTracing(
    createPublisher({ ...kafkaConnection(config), clientId: 'hopline-dlq', topics }, { log: SILENT }),
  );
  await tracing.start();
  await publisher.start();
  try {
    const deps = { pool, publisher, codec: createWakeUpCodec(), names, rate, dryRun };
    const putBack = kind === 'deliveries' ? replayDeliveryLetters : replayEventLetters;
    let report = NOTHING_REPLAYED;
    await eachPage(context, async (letters) => {
      report = addReports(report, await putBack(deps, letters));
      return true;
    });
    console.log(json ? JSON.stringify({ ...report, dryRun }) : printReplay(report, dryRun));
    return report.unusable > 0 ? 1 : 0;
  } finally {
    await publisher.stop(AbortSignal.timeout(STOP_MS));
    await tracing.stop(AbortSignal.timeout(STOP_MS));
  }
}

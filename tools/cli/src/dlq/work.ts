// `hopline dlq list`, `show`, `replay` and `discard`, behind their options.
import { createPublisher } from '@hopline/kafka/connect';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { readStates } from '@hopline/postgres/deliveries/read-states';
import { findDelivery } from '@hopline/postgres/delivery-log/find-delivery';
import { readAttempts } from '@hopline/postgres/delivery-log/read-attempts';
import type { Pool } from '@hopline/postgres/pool';
import { createTracing } from '@hopline/telemetry/tracing';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import type { Place } from '../arguments.ts';
import type { Cli } from '../cli.ts';
import { kafkaOf, openKafka, openPostgres } from '../connect.ts';
import { CommandError, EXIT, type ExitCode } from '../exit-code.ts';
import { namesOf } from '../wanted.ts';
import { type DiscardReport, discardDeliveryLetters, LeadingLetters } from './discard-letters.ts';
import { eachPage, type LettersSource, topicOf } from './each-page.ts';
import { type FilterOptions, readFilter, refuseAllByOversight } from './filter.ts';
import { fits, type Letter } from './letter.ts';
import {
  type ListedLetter,
  listedLetter,
  printDiscard,
  printLetter,
  printList,
  printReplay,
  type StoredDelivery,
} from './print-letters.ts';
import { addReports, NOTHING_REPLAYED, replayDeliveryLetters, replayEventLetters } from './replay-letters.ts';

const ATTEMPTS_SHOWN = 20;
const STOP_MS = 5000;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

async function withSource<T>(
  cli: Cli,
  letters: FilterOptions['letters'],
  work: (source: LettersSource) => Promise<T>,
): Promise<T> {
  const names = namesOf(cli.env).topics;
  await using kafka = await openKafka(cli.env);
  await using pool = openPostgres(cli.env);
  return await work({ kafka, pool, names, letters, signal: cli.signal });
}

export async function list(
  cli: Cli,
  options: FilterOptions & { limit: number; json?: true },
): Promise<ExitCode> {
  const filter = readFilter(options);
  return await withSource(cli, options.letters, async (source) => {
    const listed: Letter[] = [];
    const reasons = new Map<string, number>();
    for await (const page of eachPage(source)) {
      for (const letter of page.filter((one) => fits(one, filter))) {
        reasons.set(letter.reason, (reasons.get(letter.reason) ?? 0) + 1);
        if (listed.length < options.limit) listed.push(letter);
      }
    }
    const letters = await withStates(source.pool, listed);
    if (options.json) cli.terminal.json({ letters, reasons: Object.fromEntries(reasons) });
    else cli.terminal.print(printList(letters, reasons));
    return EXIT.fine;
  });
}

async function withStates(pool: Pool, letters: readonly Letter[]): Promise<ListedLetter[]> {
  const states = new Map<string, string>();
  const deliveries = letters.flatMap(({ delivery }) => delivery ?? []);
  for (const [day, ofDay] of Map.groupBy(deliveries, (delivery) => delivery.day)) {
    const found = await readStates(
      pool,
      day,
      ofDay.map(({ id }) => id),
    );
    for (const [id, state] of found) states.set(id, state);
  }
  return letters.map((letter) => listedLetter(letter, states.get(letter.delivery?.id ?? '')));
}

export async function show(
  cli: Cli,
  place: Place,
  { letters, json }: Pick<FilterOptions, 'letters'> & { json?: true },
): Promise<ExitCode> {
  return await withSource(cli, letters, async (source) => {
    const letter = await findLetter(source, place);
    const stored = await readStored(source.pool, letter);
    const { headers, key, value } = letter.record;
    const text = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;
    if (json) {
      cli.terminal.json({
        ...listedLetter(letter, stored?.delivery.state),
        ...{ key: text(key), value: text(value) },
        headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, text(bytes)])),
        delivery: stored?.delivery ?? null,
        attempts: (stored?.attempts ?? []).map(({ response, ...attempt }) => ({
          ...attempt,
          response: text(response),
        })),
      });
    } else {
      cli.terminal.print(printLetter(letter, stored));
    }
    return EXIT.fine;
  });
}

async function findLetter(source: LettersSource, { partition, offset }: Place): Promise<Letter> {
  for await (const page of eachPage(source)) {
    const found = page.find(({ record }) => record.partition === partition && record.offset === offset);
    if (found) return found;
  }
  throw new CommandError(EXIT.wrong, `there is no dead letter at ${partition}:${offset}`);
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

type ChangeOptions = FilterOptions & { dryRun?: true; json?: true };

export async function replay(cli: Cli, options: ChangeOptions & { rate: number }): Promise<ExitCode> {
  refuseAllByOversight('replay', options);
  const filter = readFilter(options);
  const { letters: kind, rate, dryRun = false } = options;
  const names = namesOf(cli.env).topics;
  const topic = kind === 'deliveries' ? names.deliveries : names.events;
  return await withSource(cli, kind, async (source) => {
    await using to = await openPublisher(cli, topic);
    const deps = { ...source, publisher: to.publisher, codec: createWakeUpCodec(), rate, dryRun };
    const putBack = kind === 'deliveries' ? replayDeliveryLetters : replayEventLetters;
    let report = NOTHING_REPLAYED;
    for await (const page of eachPage(source)) {
      report = addReports(
        report,
        await putBack(
          deps,
          page.filter((one) => fits(one, filter)),
        ),
      );
      cli.terminal.note(printReplay(report, dryRun));
    }
    if (options.json) cli.terminal.json({ ...report, dryRun });
    else cli.terminal.print(printReplay(report, dryRun));
    return report.unusable > 0 ? EXIT.wrong : EXIT.fine;
  });
}

async function openPublisher(cli: Cli, topic: string) {
  const tracing = createTracing('hopline-dlq', cli.env);
  const publisher = withTracing(createPublisher({ ...kafkaOf(cli.env), topics: [topic] }, { log: SILENT }));
  await tracing.start();
  await publisher.start();
  return {
    publisher,
    async [Symbol.asyncDispose]() {
      await publisher.stop(AbortSignal.timeout(STOP_MS));
      await tracing.stop(AbortSignal.timeout(STOP_MS));
    },
  };
}

export async function discard(cli: Cli, options: ChangeOptions): Promise<ExitCode> {
  refuseAllByOversight('discard', options);
  const filter = readFilter(options);
  const dryRun = options.dryRun ?? false;
  return await withSource(cli, options.letters, async (source) => {
    const ofEvents = options.letters === 'events';
    const report = await (ofEvents ? discardEvents : discardDeliveries)(cli, source, filter, dryRun);
    if (options.json) cli.terminal.json({ ...report, dryRun });
    else cli.terminal.print(printDiscard(report, dryRun));
    return report.kept > 0 ? EXIT.wrong : EXIT.fine;
  });
}

type Discard = (
  cli: Cli,
  source: LettersSource,
  filter: ReturnType<typeof readFilter>,
  dryRun: boolean,
) => Promise<DiscardReport>;

const discardEvents: Discard = async (_, source, filter, dryRun) => {
  const leading = new LeadingLetters();
  for await (const page of eachPage(source)) {
    for (const letter of page) leading.take(letter, fits(letter, filter));
  }
  if (!dryRun && leading.before.size > 0) await source.kafka.deleteBefore(topicOf(source), leading.before);
  return leading.report();
};

const discardDeliveries: Discard = async (cli, source, filter, dryRun) => {
  await using to = dryRun ? undefined : await openPublisher(cli, source.names.deliveries);
  const deps = { ...source, publisher: to?.publisher, codec: createWakeUpCodec() };
  let [letters, discarded] = [0, 0];
  for await (const page of eachPage(source)) {
    const fitting = page.filter((one) => fits(one, filter));
    letters += fitting.length;
    discarded += await discardDeliveryLetters(deps, fitting);
  }
  return { letters, discarded, passedOver: letters - discarded, kept: 0 };
};

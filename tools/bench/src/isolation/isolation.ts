// Whether anybody waits for somebody else's dead endpoint: first many organizations at a low rate; then one of them sends
// as much as all others together, to an endpoint that hangs until the time-out; then a backlog of one is released at once.

import { partitionFor } from '@hopline/wire/partitioner';
import { partitionSettings } from '@hopline/wire/topic-specs';
import type { Load } from '../load/load.ts';
import { machineNow } from '../load/stamp.ts';
import type { ReceiverReport } from '../receive/arrivals.ts';
import { type Customer, makeEndpoint, pauseEndpoint } from '../receive/customers.ts';
import { latenciesOf } from '../receive/figures.ts';
import { startWholeWay, type WholeWay } from '../receive/whole-way.ts';
import { quantile, rounded } from '../statistics.ts';
import { addPending } from '../sweep/pending-rows.ts';
import { type Beside, type Hanging, judgeIsolation, type Released } from './judge-isolation.ts';

export interface IsolationOptions {
  /** How long the endpoint hangs; without it, others are measured for a third of that. */
  readonly seconds: number;
  /** Pending deliveries of one organization. */
  readonly backlog: number;
  readonly say: (text: string) => void;
}

const ORGANIZATIONS = 100;
const PER_ORGANIZATION = 5;
const MAX_CONNECTIONS = 256;
const TIMEOUT_MS = 30_000;
const WARM_UP_SECONDS = 10;
/** Of so many posts one is kept whole, for its signature: there are hundreds of thousands. */
const KEEP_EVERY = 20;
const BACKLOG_PATH = '/backlog';
const SLICE_SECONDS = 10;

/** When its events should have been sent, and how many of each load were accepted. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly accepted: readonly number[];
}

export async function benchIsolation(options: IsolationOptions): Promise<Record<string, unknown>> {
  const { seconds, backlog, say } = options;
  await using way = await startWholeWay({ customers: ORGANIZATIONS, say });
  await using deliver = await way.startDeliver();
  const calmSeconds = Math.ceil(seconds / 3);
  await run(way, [steady(way, way.customers, WARM_UP_SECONDS)]);
  await way.settled();

  const cpuMs = () => deliver.cpuMs();
  const hanging = await hangOne(way, { seconds, calmSeconds, cpuMs, say });
  say(JSON.stringify(hanging));
  const released = await releaseBacklog(way, { backlog, calmSeconds, say });
  return { ...hanging, backlog: released, seconds, ...judgeIsolation(hanging, released) };
}

/** One organization's endpoint hangs, and it sends as much as all others together. */
async function hangOne(
  way: WholeWay,
  options: { seconds: number; calmSeconds: number; cpuMs: () => number; say: (text: string) => void },
): Promise<Hanging> {
  const { seconds, calmSeconds, cpuMs, say } = options;
  const { api, receiver, customers } = way;
  const [noisy, ...others] = customers as [Customer, ...Customer[]];
  await receiver.reset(KEEP_EVERY);
  say(`${ORGANIZATIONS} organizations, ${PER_ORGANIZATION} events/s each, for ${calmSeconds} s`);
  const before = await run(way, [steady(way, customers, calmSeconds)]);
  await way.settled();

  say(`one of them sends as much as all others, to an endpoint that hangs, for ${seconds} s`);
  await receiver.hang(noisy.endpoint.path, true);
  const perSecond = PER_ORGANIZATION * others.length;
  const cpuBefore = cpuMs();
  const during = await run(way, [steady(way, others, seconds), open(way, [noisy], { perSecond, seconds })]);
  const deliverCpu = (cpuMs() - cpuBefore) / (seconds * 1000);
  await way.settled([noisy.endpoint.id]);
  const report = await receiver.report();
  // Out of the way of what follows.
  await pauseEndpoint(api, noisy, noisy.endpoint.id, true);

  const own = report.paths.indexOf(noisy.endpoint.path);
  const near = neighboursOf(report, others, noisy.endpoint.id);
  const hung = latenciesOf(report, (path, sentAt) => path === own && sentAt >= during.from).length;
  const expected = (before.accepted[0] ?? 0) + (during.accepted[0] ?? 0);
  return {
    ...beside(report, { before, during }, (path) => path !== own),
    neighbours: { ...beside(report, { before, during }, (path) => near.has(path)), endpoints: near.size },
    lost: expected + hung - report.path.length,
    // Repeats to the hanging endpoint are retries.
    doubled: report.repeats.reduce((sum, count, path) => (path === own ? sum : sum + count), 0),
    ...{ hung, badSignatures: report.badSignatures, checked: report.checked },
    deliverCpu: rounded(deliverCpu),
  };
}

/** A backlog of one organization that is made while its endpoint is paused, and released at once. */
async function releaseBacklog(
  way: WholeWay,
  options: { backlog: number; calmSeconds: number; say: (text: string) => void },
): Promise<Released> {
  const { api, receiver, pool, customers } = way;
  const { backlog, calmSeconds, say } = options;
  const [, owner, ...others] = customers as [Customer, Customer, ...Customer[]];
  const endpoint = await makeEndpoint(api, owner, {
    ...{ url: receiver.url, path: BACKLOG_PATH, eventTypes: ['bench.made'], paused: true },
  });
  await receiver.expect([[endpoint.path, endpoint.secret]]);
  say(`${backlog} pending deliveries of a paused endpoint`);
  await addPending(pool, [endpoint.id], backlog);
  await pool.query('analyze');
  await receiver.reset(KEEP_EVERY);
  const before = await run(way, [steady(way, others, calmSeconds)]);

  say('they are released');
  const releasedAt = machineNow();
  await pauseEndpoint(api, owner, endpoint.id, false);
  const slices: Span[] = [];
  do slices.push(await run(way, [steady(way, others, SLICE_SECONDS)]));
  while (await isPending(way, endpoint.id));
  await way.settled([customers[0]?.endpoint.id ?? '']);

  const report = await receiver.report();
  const index = report.paths.indexOf(endpoint.path);
  const drainedAt = report.cameAt.reduce(
    (last, at, i) => (report.path[i] === index ? Math.max(last, at) : last),
    releasedAt,
  );
  const drainSeconds = (drainedAt - releasedAt) / 1000;
  const during = { from: releasedAt, to: drainedAt, accepted: slices.flatMap(({ accepted }) => accepted) };
  const near = neighboursOf(report, others, endpoint.id);
  const expected = [before, ...slices].reduce((sum, { accepted }) => sum + (accepted[0] ?? 0), backlog);
  return {
    ...{ deliveries: backlog, drainSeconds: rounded(drainSeconds) },
    drainPerSecond: rounded(backlog / drainSeconds),
    ...beside(report, { before, during }, (path) => path !== index),
    neighbours: { ...beside(report, { before, during }, (path) => near.has(path)), endpoints: near.size },
    lost: expected - report.path.length,
    doubled: report.repeats.reduce((sum, count) => sum + count, 0),
    ...{ badSignatures: report.badSignatures, checked: report.checked },
  };
}

async function isPending({ pool }: WholeWay, endpointId: string): Promise<boolean> {
  const { rows } = await pool.query<{ is: boolean }>(
    `select exists (select from deliveries where endpoint_id = $1 and state = 'pending') as is`,
    [endpointId],
  );
  return rows[0]?.is ?? false;
}

/** The paths of endpoints on the same partition of the deliveries topic. */
function neighboursOf({ paths }: ReceiverReport, customers: readonly Customer[], id: string): Set<number> {
  const partitions = Number(partitionSettings.DELIVERIES_PARTITIONS.default);
  const partition = partitionFor(id, partitions);
  const near = customers.filter(({ endpoint }) => partitionFor(endpoint.id, partitions) === partition);
  return new Set(near.map(({ endpoint }) => paths.indexOf(endpoint.path)));
}

function beside(
  report: ReceiverReport,
  { before, during }: { before: Span; during: Span },
  chosen: (path: number) => boolean,
): Beside | Record<string, never> {
  const within = ({ from, to }: Span) =>
    latenciesOf(report, (path, sentAt) => chosen(path) && sentAt >= from && sentAt < to);
  const calm = within(before);
  const busy = within(during);
  // A choice of endpoints may be empty: the ids are chance.
  if (calm.length === 0 || busy.length === 0) return {};
  const [p99Before, p99During] = [quantile(calm, 0.99), quantile(busy, 0.99)];
  return {
    p50Before: rounded(quantile(calm, 0.5)),
    p50During: rounded(quantile(busy, 0.5)),
    p99Before: rounded(p99Before),
    p99During: rounded(p99During),
    ratio: rounded(p99During / p99Before),
    slowestDuring: rounded(quantile(busy, 1)),
  };
}

function steady(way: WholeWay, customers: readonly Customer[], seconds: number): Load {
  return open(way, customers, { perSecond: PER_ORGANIZATION * customers.length, seconds });
}

function open(
  { api }: WholeWay,
  customers: readonly Customer[],
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Load {
  return {
    port: api.port,
    request: { kind: 'stamped', apiKeys: customers.map(({ apiKey }) => apiKey), size: 1 },
    pace: { kind: 'open', perSecond, maxConnections: MAX_CONNECTIONS, patienceMs: 5000 },
    ...{ seconds, timeoutMs: TIMEOUT_MS },
  };
}

async function run({ generator }: WholeWay, loads: readonly Load[]): Promise<Span> {
  const from = machineNow();
  const results = await generator.run(...loads);
  for (const { refused, broken, hung, unsent, statuses } of results) {
    const failed = refused.total + broken + hung + unsent;
    const counts = JSON.stringify({ statuses, broken, hung, unsent });
    if (failed > 0) throw new Error(`${failed} requests were not accepted: ${counts}`);
  }
  return { from, to: machineNow(), accepted: results.map(({ accepted }) => accepted.total) };
}

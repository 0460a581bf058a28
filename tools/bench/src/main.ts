import { parseArgs } from 'node:util';
import { describeError } from '@hopline/runtime/errors';
import { benchDeliver, DELIVER_PARTS } from './deliver/deliver.ts';
import { benchFlood } from './flood.ts';
import { benchIdle } from './idle/idle.ts';
import { benchIngest, PARTS } from './ingest/ingest.ts';
import { benchIsolation } from './isolation/isolation.ts';
import { describeMachine } from './machine.ts';
import { benchMicro } from './micro/micro.ts';
import { benchOverload } from './overload.ts';
import { benchPersist, PERSIST_PARTS } from './persist/persist.ts';
import { benchRateLimit } from './rate-limit.ts';
import { benchReplay } from './replay/replay.ts';
import { benchRetention } from './retention/retention.ts';
import { benchSweep } from './sweep/sweep.ts';
import { benchTracing } from './tracing/tracing.ts';

const USAGE = `npm run bench -- <benchmark> [options]
  ingest             accepted events a second and their latency, beside a bare Fastify route and one Kafka send a request
    --rounds N         interleaved rounds, the medians count (default 5)
    --seconds N        length of a round of one subject (default 4)
    --open-seconds N   length of a round of the open loop at 1,000/s (default 30)
    --connections N    (default 64)
    --only PARTS       some of ${PARTS.join(',')} (default all)
  micro              the parts of the path of an event, by themselves
    --rounds N         as above
  overload           three times what the machine takes: what is accepted then, and how soon it recovers
    --rounds N         as above
    --seconds N        length of an overload (default 20)
    --connections N    the most at a time (default 1000)
    --factor N         how many times the peak is offered (default 3)
  flood              good traffic while bad keys come in
    --rounds N         as above
    --seconds N        length of a flood (default 30)
    --rate N           bad keys a second (default 2000)
    --core-share N     or fewer, as many as take N percent of a core (default 100)
  rate-limit         three processes under three times a limit that they share, split 70/20/10
    --limit N          events in a window (default 6000)
    --seconds N        length of a window (default 60)
    --windows N        (default 3)
  replay             fresh deliveries alone, and beside replays to the same endpoints
    --rounds N         as above
    --seconds N        length of each part of a round (default 20)
    --events N         fresh events a second (default 100)
    --rate N           replayed deliveries a second (default 100)
  retention          a day of events is dropped while others are stored and delivered
    --rows N           events of the day, each with a delivery and an attempt (default 2000000)
    --rounds N         as above
    --seconds N        how long the others are measured before (default 20)
  persist            events from Kafka into Postgres: one process beside bare inserts of the same rows and beside two, and the lag
    --rounds N         as above (default 3: some five minutes)
    --events N         how many the topic is filled with (default 200000)
    --open-seconds N   length of a round of the open loop at 1,000/s (default 30)
    --only PARTS       some of ${PERSIST_PARTS.join(',')} (default all)
    --profile DIR      each persist process writes a CPU profile there
  deliver            deliveries a second beside bare undici, how soon a webhook follows its event, events all the way
    --rounds N         as above (default 3)
    --events N         how many a burst has, and how many go all the way (default 50000)
    --open-seconds N   length of a round of the open loop at 100/s and at 300/s (default 30)
    --only PARTS       some of ${DELIVER_PARTS.join(',')} (default all)
    --profile DIR      each deliver process writes a CPU profile there
  isolation          one organization's dead endpoint, then its backlog, and what the others notice of them
    --seconds N        how long the endpoint hangs (default 180)
    --backlog N        pending deliveries of one organization, released at once (default 200000)
  sweep              how soon the sweeper heals lost wake-ups, and an orphan behind the backlog of a paused endpoint
    --rounds N         orphans, each with and without the backlog
    --deliveries N     without a wake-up (default 200000)
    --endpoints N      that they are for (default 1000)
    --backlog N        pending deliveries of the paused endpoint (default 1000000)
    --profile DIR      the deliver process writes a CPU profile there
  tracing            POST /api/events with 0, 1, 10 and 100 % of the requests traced, in turns
    --rounds N         each with processes of its own (default 8)
    --seconds N        length of each of the two loads of a share (default 4)
    --connections N    of the closed loop (default 64)
    --rate N           requests a second of the steady load (default 3000)
  idle               CPU of api, persist and deliver while nothing comes in, and what they ask Postgres
    --seconds N        (default 60)

  --json             the result as one last line of JSON
  --help             this text`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    'open-seconds': { type: 'string' },
    connections: { type: 'string' },
    factor: { type: 'string' },
    rate: { type: 'string' },
    'core-share': { type: 'string' },
    limit: { type: 'string' },
    windows: { type: 'string' },
    rows: { type: 'string' },
    deliveries: { type: 'string' },
    endpoints: { type: 'string' },
    backlog: { type: 'string' },
    only: { type: 'string' },
    events: { type: 'string' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string) => process.stderr.write(`${text}\n`);

const benchmarks: Record<string, () => Promise<Record<string, unknown>>> = {
  ingest: () =>
    benchIngest({
      rounds: count('rounds', 5),
      seconds: count('seconds', 4),
      openSeconds: count('open-seconds', 30),
      connections: count('connections', 64),
      only: parts(PARTS),
      say,
    }),
  micro: () => benchMicro({ rounds: count('rounds', 5), say }),
  overload: () =>
    benchOverload({
      rounds: count('rounds', 5),
      seconds: count('seconds', 20),
      connections: count('connections', 1000),
      factor: count('factor', 3),
      say,
    }),
  flood: () =>
    benchFlood({
      rounds: count('rounds', 5),
      seconds: count('seconds', 30),
      badPerSecond: count('rate', 2000),
      coreShare: count('core-share', 100) / 100,
      say,
    }),
  persist: () =>
    benchPersist({
      rounds: count('rounds', 3),
      events: count('events', 200_000),
      openSeconds: count('open-seconds', 30),
      only: parts(PERSIST_PARTS),
      profileTo: values.profile,
      say,
    }),
  deliver: () =>
    benchDeliver({
      rounds: count('rounds', 3),
      events: count('events', 50_000),
      openSeconds: count('open-seconds', 30),
      only: parts(DELIVER_PARTS),
      profileTo: values.profile,
      say,
    }),
  isolation: () =>
    benchIsolation({ seconds: count('seconds', 180), backlog: count('backlog', 200_000), say }),
  'rate-limit': () =>
    benchRateLimit({
      limit: count('limit', 6000),
      windowSeconds: count('seconds', 60),
      windows: count('windows', 3),
      say,
    }),
  replay: () =>
    benchReplay({
      rounds: count('rounds', 5),
      seconds: count('seconds', 20),
      perSecond: count('events', 100),
      replayRate: count('rate', 100),
      say,
    }),
  retention: () =>
    benchRetention({
      rows: count('rows', 2_000_000),
      rounds: count('rounds', 5),
      seconds: count('seconds', 20),
      say,
    }),
  sweep: () =>
    benchSweep({
      rounds: count('rounds', 5),
      deliveries: count('deliveries', 200_000),
      endpoints: count('endpoints', 1000),
      backlog: count('backlog', 1_000_000),
      profileTo: values.profile,
      say,
    }),
  tracing: () =>
    benchTracing({
      rounds: count('rounds', 8),
      seconds: count('seconds', 4),
      connections: count('connections', 64),
      rate: count('rate', 3000),
      say,
    }),
  idle: () => benchIdle({ seconds: count('seconds', 60), settleSeconds: 20, say }),
};

type CountOption =
  | 'rounds'
  | 'seconds'
  | 'open-seconds'
  | 'connections'
  | 'factor'
  | 'rate'
  | 'core-share'
  | 'limit'
  | 'windows'
  | 'rows'
  | 'events'
  | 'deliveries'
  | 'endpoints'
  | 'backlog';

function count(name: CountOption, byDefault: number): number {
  const text = values[name];
  if (text === undefined) return byDefault;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`--${name} takes a whole number above 0, not "${text}"`);
}

function parts<P extends string>(all: readonly P[]): P[] {
  if (values.only === undefined) return [...all];
  return values.only.split(',').map((name) => {
    const part = all.find((known) => known === name);
    if (part) return part;
    throw new RangeError(`--only takes ${all.join(', ')}, not "${name}"`);
  });
}

async function run(): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [name, ...more] = positionals;
  const benchmark = name === undefined ? undefined : benchmarks[name];
  if (!benchmark || more.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const result = { ...(await benchmark()), machine: describeMachine() };
  console.log(values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2));
  return 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`bench: ${describeError(error)}\n`);
  process.exitCode = 1;
}

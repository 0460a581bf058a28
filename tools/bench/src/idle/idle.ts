// What the three services cost while there is nothing to do: CPU of their processes, and what they ask Postgres. They have
// had some events before, so that whatever begins with the first one has begun.
import { open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@hopline/dev/ports';
import { startApi } from '../hopline.ts';
import { type LoadedServer, startServer } from '../server-process.ts';
import { rounded } from '../statistics.ts';
import { startReceiver } from '../sweep/receiver.ts';
import { type BenchSystem, root, startSystem } from '../system.ts';
import { type AskedStatement, STATEMENT_LOG, statementsIn } from './statement-log.ts';
import { startYardstick } from './yardstick.ts';

export interface IdleOptions {
  readonly seconds: number;
  /** From the last delivery until the measurement begins. */
  readonly settleSeconds: number;
  readonly say: (text: string) => void;
}

const EVENTS = 100;
const SERVICES = ['api', 'persist', 'deliver'] as const;
type Service = (typeof SERVICES)[number];
type OfServices = Record<Service | 'together', number>;

export async function benchIdle(options: IdleOptions): Promise<Record<string, unknown>> {
  const logFile = join(tmpdir(), `hopline-idle-${process.pid}.log`);
  try {
    return await measure(options, logFile);
  } finally {
    await rm(logFile, { force: true });
  }
}

async function measure(options: IdleOptions, logFile: string): Promise<Record<string, unknown>> {
  const { seconds, settleSeconds, say } = options;
  say('starting Kafka, Postgres, api, persist and deliver');
  await using started = await startSystem({ settings: STATEMENT_LOG, logFile });
  const system = { ...started, env: { ...started.env, ALLOW_PRIVATE_WEBHOOKS: 'true' } };
  await using receiver = await startReceiver();
  await using api = await startApi(system);
  await using persist = await startService(system, 'persist');
  await using deliver = await startService(system, 'deliver');
  const processes = { api, persist, deliver };

  say(`${EVENTS} events first`);
  const { apiKey } = await api.createTenant();
  await post(`${api.url}/api/endpoints`, apiKey, { url: receiver.url, event_types: ['*'] });
  for (let i = 0; i < EVENTS; i += 1) {
    await post(`${api.url}/api/events`, apiKey, { type: 'bench.made', payload: { i } });
  }
  const giveUpAt = Date.now() + 60_000;
  while (receiver.webhooks < EVENTS) {
    if (Date.now() > giveUpAt)
      throw new Error(`only ${receiver.webhooks} of ${EVENTS} events were delivered`);
    await sleep(100);
  }

  say(`${settleSeconds} s to settle, then ${seconds} s`);
  await sleep(settleSeconds * 1000);
  const from = (await stat(logFile)).size;
  using yardstick = startYardstick();
  const began = performance.now();
  const before = cpuOf(processes);
  await sleep(seconds * 1000);
  const elapsedMs = performance.now() - began;
  const after = cpuOf(processes);
  const asked = statementsIn(await readFrom(logFile, from)).filter(({ application }) =>
    application.startsWith('hopline-'),
  );
  const percentOf = (cpuMs: number) => (100 * cpuMs) / elapsedMs;
  const cpuPercent = byService((name) => percentOf(after[name] - before[name]));
  const yardstickPercent = percentOf(yardstick.cpuMs());
  return {
    seconds,
    /** Of one core, in percent. */
    cpuPercent,
    /** What a small job of always the same size took beside it, see yardstick.ts. */
    yardstickPercent: rounded(yardstickPercent),
    cpuOfYardstick: rounded(cpuPercent.together / yardstickPercent),
    statementsPerSecond: byService((name) => (1000 * asked.filter(isFrom(name)).length) / elapsedMs),
    memoryMb: byService((name) => processes[name].memoryMb().now),
    asked: countEach(asked),
  };
}

function cpuOf(processes: Record<Service, LoadedServer>): Record<Service, number> {
  const { api, persist, deliver } = processes;
  return { api: api.cpuMs(), persist: persist.cpuMs(), deliver: deliver.cpuMs() };
}

const isFrom =
  (name: Service) =>
  ({ application }: AskedStatement) =>
    application.startsWith(`hopline-${name}`);

function byService(figureOf: (name: Service) => number): OfServices {
  const [api, persist, deliver] = SERVICES.map(figureOf) as [number, number, number];
  return {
    api: rounded(api),
    persist: rounded(persist),
    deliver: rounded(deliver),
    together: rounded(api + persist + deliver),
  };
}

/** How often each statement was asked, the most frequent first. */
function countEach(asked: readonly AskedStatement[]): Record<string, number> {
  const groups = Map.groupBy(asked, ({ application, statement }) => `${application}: ${statement}`);
  const counts = [...groups].map(([name, { length }]) => [name, length] as const);
  return Object.fromEntries(counts.sort(([, a], [, b]) => b - a));
}

async function readFrom(file: string, position: number): Promise<string> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const { buffer } = await handle.read({ buffer: Buffer.alloc(size - position), position });
  return buffer.toString();
}

async function post(url: string, apiKey: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
}

async function startService({ env }: BenchSystem, name: Service): Promise<LoadedServer> {
  const script = join(root, 'services', name, 'src', 'main.ts');
  return await startServer(script, { ...env, PORT: String(await freePort()) }, '/readyz');
}

// How many events a second one api process accepts, beside a bare Fastify route (what the HTTP server alone allows) and
// beside one Kafka send for each request (what the micro-batcher is for). The rounds take turns, so that a noisy
// neighbour hits all of them.
import { join } from 'node:path';
import { freePort } from '@hopline/dev/ports';
import autocannon from 'autocannon';
import { describeMachine } from './machine.ts';
import { type LoadedServer, startServer } from './server-process.ts';
import { median, rounded } from './statistics.ts';
import { root, startSystem } from './system.ts';

export interface IngestOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly say: (text: string) => void;
}

interface Round {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** CPU time of the server process for one request, in microseconds. */
  readonly cpuMicros: number;
}

const servers = join(import.meta.dirname, 'servers');

export async function benchIngest(options: IngestOptions): Promise<Record<string, unknown>> {
  const { say } = options;
  say('starting Kafka and Postgres');
  await using system = await startSystem();
  const port = async () => String(await freePort());
  await using bare = await startServer(join(servers, 'bare.ts'), { PORT: await port() }, '/readyz');
  await using oneSend = await startServer(
    join(servers, 'one-send.ts'),
    // The unpatched client warns of negative time-outs all the time.
    { ...system.env, PORT: await port(), NODE_NO_WARNINGS: '1' },
    '/readyz',
  );
  const api = join(root, 'services', 'api', 'src', 'main.ts');
  await using hopline = await startServer(api, { ...system.env, PORT: await port() }, '/readyz');
  const key = await createKey(hopline.url, system.env.ADMIN_TOKEN ?? '');

  const subjects = { bare, hopline, oneSend };
  const rounds: Record<keyof typeof subjects, Round[]> = { bare: [], hopline: [], oneSend: [] };
  for (const server of Object.values(subjects)) await measure(server, key, { ...options, seconds: 2 });
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const name of ['bare', 'hopline', 'oneSend'] as const) {
      const result = await measure(subjects[name], key, options);
      rounds[name].push(result);
      say(
        `round ${round} of ${options.rounds}: ${name} ${rounded(result.perSecond)}/s, p99 ${result.p99Ms} ms`,
      );
    }
  }
  const of = (name: keyof typeof subjects, figure: keyof Round) => median(rounds[name].map((r) => r[figure]));
  return {
    bare: rounded(of('bare', 'perSecond')),
    hopline: rounded(of('hopline', 'perSecond')),
    ratio: rounded(of('hopline', 'perSecond') / of('bare', 'perSecond')),
    oneSendPerRequest: rounded(of('oneSend', 'perSecond')),
    batcherGain: rounded(of('hopline', 'perSecond') / of('oneSend', 'perSecond')),
    cpuMicros: {
      bare: rounded(of('bare', 'cpuMicros')),
      hopline: rounded(of('hopline', 'cpuMicros')),
      oneSendPerRequest: rounded(of('oneSend', 'cpuMicros')),
    },
    cpuRatio: rounded(of('bare', 'cpuMicros') / of('hopline', 'cpuMicros')),
    p99Ms: {
      bare: of('bare', 'p99Ms'),
      hopline: of('hopline', 'p99Ms'),
      oneSendPerRequest: of('oneSend', 'p99Ms'),
    },
    rounds: options.rounds,
    connections: options.connections,
    machine: describeMachine(),
  };
}

/** A 500-byte payload, as the body of one request. */
const BODY = JSON.stringify({ type: 'bench.event', payload: { text: 'x'.repeat(489) } });

async function measure(server: LoadedServer, key: string, options: IngestOptions): Promise<Round> {
  const cpuBefore = server.cpuMs();
  const result = await autocannon({
    url: `${server.url}/api/events`,
    connections: options.connections,
    duration: options.seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: BODY,
  });
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] === 0) {
    throw new Error(`${server.url}: ${result.non2xx} answers that were not 2xx, ${result.errors} errors`);
  }
  const cpu = (server.cpuMs() ?? Number.NaN) - (cpuBefore ?? Number.NaN);
  return {
    perSecond: result['2xx'] / result.duration,
    p99Ms: result.latency.p99,
    cpuMicros: (cpu * 1000) / result['2xx'],
  };
}

async function createKey(url: string, adminToken: string): Promise<string> {
  const response = await fetch(`${url}/api/keys/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organization_name: 'Bench', tier: 'enterprise' }),
  });
  const answer = (await response.json()) as { api_key?: string };
  if (!answer.api_key) throw new Error(`no key: ${JSON.stringify(answer)}`);
  return answer.api_key;
}

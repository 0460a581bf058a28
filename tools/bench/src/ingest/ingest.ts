// How many events a second one api process accepts, and how soon: beside a bare Fastify route (what the HTTP server alone
// allows), beside one Kafka send for each request (what the micro-batcher is for), in batches, and at a steady rate. The
// subjects take turns, so that a noisy neighbour hits all of them.
import { join } from 'node:path';
import { freePort } from '@hopline/dev/ports';
import { type LoadedApi, startApi } from '../hopline.ts';
import { Generator } from '../load/generator-process.ts';
import type { Load, RequestKind } from '../load/load.ts';
import { batchBody } from '../load/requests.ts';
import { type LoadedServer, startServer } from '../server-process.ts';
import { rounded } from '../statistics.ts';
import { startSystem } from '../system.ts';
import { figuresOf } from './figures.ts';
import { measure, type Round } from './rounds.ts';

export const PARTS = ['single', 'one-send', 'batch', 'open'] as const;
export type Part = (typeof PARTS)[number];

export interface IngestOptions {
  readonly rounds: number;
  /** How long a round of one subject lasts, and that of the open loop. */
  readonly seconds: number;
  readonly openSeconds: number;
  readonly connections: number;
  readonly only: readonly Part[];
  readonly say: (text: string) => void;
}

const BATCH_SIZE = 100;
// As many events under way as fit into the api's buffer with room to spare.
const BATCH_CONNECTIONS = 32;
const OPEN_PER_SECOND = 1000;
const TIMEOUT_MS = 10_000;
const WARM_UP_SECONDS = 3;

interface Subject {
  readonly name: string;
  readonly server: LoadedServer;
  readonly load: Omit<Load, 'port'>;
}

export async function benchIngest(options: IngestOptions): Promise<Record<string, unknown>> {
  options.say('starting Kafka and Postgres');
  await using system = await startSystem();
  await using api = await startApi(system);
  await using servers = new AsyncDisposableStack();
  const start = async (file: string, env: Record<string, string> = {}) => {
    const script = join(import.meta.dirname, '..', 'servers', file);
    return servers.use(await startServer(script, { ...env, PORT: String(await freePort()) }, '/readyz'));
  };
  const { apiKey } = await api.createTenant();
  const event: RequestKind = { kind: 'event', apiKey };
  const closed = (request: RequestKind, connections = options.connections) => {
    const pace = { kind: 'closed', connections } as const;
    return { request, pace, seconds: options.seconds, timeoutMs: TIMEOUT_MS };
  };

  const has = (part: Part) => options.only.includes(part);
  const subjects: Subject[] = [];
  if (has('single')) subjects.push({ name: 'bare', server: await start('bare.ts'), load: closed(event) });
  if (has('single') || has('batch')) subjects.push({ name: 'hopline', server: api, load: closed(event) });
  if (has('one-send')) {
    // The unpatched client warns of negative time-outs all the time.
    const oneSend = await start('one-send.ts', { ...system.env, NODE_NO_WARNINGS: '1' });
    subjects.push({ name: 'oneSend', server: oneSend, load: closed(event) });
  }
  if (has('batch')) {
    await acceptsWholeBatches(api, apiKey);
    const load = closed({ kind: 'batch', apiKey, size: BATCH_SIZE }, BATCH_CONNECTIONS);
    subjects.push({ name: 'batch', server: api, load });
  }
  if (has('open')) {
    const pace = {
      kind: 'open',
      perSecond: OPEN_PER_SECOND,
      maxConnections: 1000,
      patienceMs: 5000,
    } as const;
    const load = { request: event, pace, seconds: options.openSeconds, timeoutMs: TIMEOUT_MS };
    subjects.push({ name: 'open', server: api, load });
  }

  const rounds = await takeTurns(subjects, options);
  return {
    ...figuresOf(rounds, BATCH_SIZE),
    rounds: options.rounds,
    connections: options.connections,
  };
}

async function takeTurns(
  subjects: readonly Subject[],
  { rounds, say }: IngestOptions,
): Promise<Map<string, Round[]>> {
  await using generator = new Generator();
  const results = new Map<string, Round[]>(subjects.map(({ name }) => [name, []]));
  for (const { server, load } of subjects) {
    await measure(generator, server, { ...load, port: server.port, seconds: WARM_UP_SECONDS });
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, server, load } of subjects) {
      const result = await measure(generator, server, { ...load, port: server.port });
      results.get(name)?.push(result);
      const figure = (key: keyof Round) => rounded(result[key]);
      say(
        `round ${round} of ${rounds}: ${name} ${figure('perSecond')} requests/s, ` +
          `${figure('cpuMicros')} µs of CPU each, p50 ${figure('p50Ms')} ms, p99 ${figure('p99Ms')} ms`,
      );
    }
  }
  return results;
}

/** The generator looks at the status only; of a batch that says nothing about its items. */
async function acceptsWholeBatches(api: LoadedApi, apiKey: string): Promise<void> {
  const response = await fetch(`${api.url}/api/events/batch`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: batchBody(BATCH_SIZE),
  });
  const text = await response.text();
  const accepted = text.match(/"status":"accepted"/g)?.length ?? 0;
  if (accepted === BATCH_SIZE) return;
  const answer = `${response.status} ${text.slice(0, 500)}`;
  throw new Error(`of a batch of ${BATCH_SIZE} events ${accepted} were accepted: ${answer}`);
}

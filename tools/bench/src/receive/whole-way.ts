// Everything that an event passes, as in production: api, Kafka, persist, Postgres, deliver, a receiver; each a process.
import { join } from 'node:path';
import { freePort } from '@hopline/dev/ports';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { type LoadedApi, startApi } from '../hopline.ts';
import { Generator } from '../load/generator-process.ts';
import { treeCpuMs } from '../process-usage.ts';
import { type LoadedServer, startServer } from '../server-process.ts';
import { type BenchSystem, root, startSystem } from '../system.ts';
import { startTraceSink } from '../trace-sink.ts';
import { type Customer, makeCustomers } from './customers.ts';
import { ReceiverProcess } from './receiver-process.ts';

export interface WholeWay extends AsyncDisposable {
  readonly system: BenchSystem;
  readonly api: LoadedApi;
  readonly receiver: ReceiverProcess;
  readonly generator: Generator;
  readonly customers: readonly Customer[];
  /** For looking on. */
  readonly pool: Pool;
  /** Starts deliver; it must be stopped before it is started again. */
  startDeliver(): Promise<LoadedServer>;
  /** CPU time of each hop so far in milliseconds. */
  cpuMs(): Record<Hop, number>;
  /** Waits until nothing is pending or being sent, but for these endpoints. */
  settled(except?: readonly string[]): Promise<void>;
  /** Waits until so many deliveries are pending. */
  stored(pending: number): Promise<void>;
}

export const HOPS = ['generator', 'api', 'persist', 'deliver', 'postgres', 'kafka', 'receiver'] as const;
export type Hop = (typeof HOPS)[number];

export interface WayOptions {
  readonly customers: number;
  /** Where each deliver process writes a CPU profile. */
  readonly profileTo?: string | undefined;
  readonly say: (text: string) => void;
}

/** Receivers here are on this machine. */
const PRIVATE = { ALLOW_PRIVATE_WEBHOOKS: 'true' };
const LOOK_MS = 50;
const PATIENCE_MS = 10 * 60_000;

export async function startWholeWay({ customers: count, profileTo, say }: WayOptions): Promise<WholeWay> {
  await using stack = new AsyncDisposableStack();
  say('starting Kafka, Postgres and the services');
  const system = stack.use(await startSystem());
  const sink = stack.use(await startTraceSink());
  const receiver = stack.use(await ReceiverProcess.start());
  const generator = stack.use(new Generator());
  const api = stack.use(await startApi(system, PRIVATE));
  const start = async (name: 'persist' | 'deliver', more: Record<string, string> = {}) =>
    await startServer(
      join(root, 'services', name, 'src', 'main.ts'),
      { ...system.env, ...sink.env, ...PRIVATE, ...more, PORT: String(await freePort()) },
      '/readyz',
    );
  const persist = stack.use(await start('persist'));
  const { DATABASE_URL: databaseUrl } = system.env;
  const pool = createPool({ databaseUrl, size: 2, applicationName: 'bench', onIdleError: () => {} });
  stack.defer(() => pool.end());
  say(`making ${count} organizations with an endpoint each`);
  const customers = await makeCustomers(api, receiver.url, count);
  await receiver.expect(customers.map(({ endpoint }) => [endpoint.path, endpoint.secret] as const));
  let deliver: LoadedServer | undefined;
  const owned = stack.move();
  return {
    ...{ system, api, receiver, generator, customers, pool },
    async startDeliver() {
      const profile: Record<string, string> =
        profileTo === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileTo}` };
      deliver = await start('deliver', profile);
      return deliver;
    },
    cpuMs: () => ({
      generator: generator.cpuMs(),
      api: api.cpuMs(),
      persist: persist.cpuMs(),
      deliver: deliver?.cpuMs() ?? 0,
      postgres: treeCpuMs(system.pids.postgres),
      kafka: treeCpuMs(system.pids.kafka),
      receiver: receiver.cpuMs(),
    }),
    settled: (except = []) => until('every delivery to end', pool, SETTLED, [except]),
    stored: (pending) => until(`${pending} deliveries to be stored`, pool, STORED, [pending]),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const SETTLED = `
  select not exists (select from deliveries
                      where state in ('pending', 'sending') and endpoint_id <> all ($1::uuid[])) as is`;
const STORED = `select count(*) >= $1 as is from deliveries where state = 'pending'`;

async function until(what: string, pool: Pool, text: string, values: readonly unknown[]): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await pool.query<{ is: boolean }>({ text, values: [...values] });
    if (rows[0]?.is) return;
    if (performance.now() > giveUpAt) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

// The api process as the benchmarks load it: as in production, with limits, metrics and one trace in a hundred.
import { join } from 'node:path';
import { freePort } from '@hopline/dev/ports';
import { type LoadedServer, startServer } from './server-process.ts';
import { type BenchSystem, root } from './system.ts';
import { createTenant, type Tenant } from './tenant.ts';
import { startTraceSink } from './trace-sink.ts';

export interface LoadedApi extends LoadedServer {
  /** An organization whose limit no load reaches. */
  createTenant(): Promise<Tenant>;
  /** How many bytes of spans it has exported. */
  tracesBytes(): number;
}

/** Nothing stores the events of a benchmark, so that without this the api would soon ask their organization to wait. */
const NO_BACKLOG_LIMIT = { MAX_PARTITION_BACKLOG: '1000000000' };

export async function startApi(
  system: BenchSystem,
  env: Readonly<Record<string, string>> = {},
): Promise<LoadedApi> {
  const sink = await startTraceSink();
  const script = join(root, 'services', 'api', 'src', 'main.ts');
  const PORT = String(await freePort());
  const server = await startServer(
    script,
    { ...system.env, ...sink.env, ...NO_BACKLOG_LIMIT, ...env, PORT },
    '/readyz',
  ).catch(async (error) => {
    await sink[Symbol.asyncDispose]();
    throw error;
  });
  return {
    ...server,
    createTenant: () => createTenant(server.url, system.env.ADMIN_TOKEN),
    tracesBytes: () => sink.bytes(),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await sink[Symbol.asyncDispose]();
    },
  };
}

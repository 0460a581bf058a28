// The api process as the benchmarks load it: as in production, with limits, metrics and one trace in a hundred.
import { join } from 'node:path';
import { freePort } from '@hopline/dev/ports';
import { type LoadedServer, startServer } from './server-process.ts';
import { type BenchSystem, root } from './system.ts';
import { createTenant, liftRateLimit, type Tenant } from './tenant.ts';
import { startTraceSink } from './trace-sink.ts';

export interface LoadedApi extends LoadedServer {
  /** An organization whose limit no load reaches. */
  createTenant(): Promise<Tenant>;
}

export async function startApi(system: BenchSystem, env: Record<string, string> = {}): Promise<LoadedApi> {
  const sink = await startTraceSink();
  const script = join(root, 'services', 'api', 'src', 'main.ts');
  const PORT = String(await freePort());
  const server = await startServer(script, { ...system.env, ...sink.env, PORT, ...env }, '/readyz').catch(
    async (error) => {
      await sink[Symbol.asyncDispose]();
      throw error;
    },
  );
  return {
    ...server,
    async createTenant() {
      const tenant = await createTenant(server.url, system.env.ADMIN_TOKEN, 'pro');
      await liftRateLimit(system.env.DATABASE_URL, tenant);
      return tenant;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await sink[Symbol.asyncDispose]();
    },
  };
}

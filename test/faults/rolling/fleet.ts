// Several processes of each service, as a Deployment has them: started, made ready, told to stop, and replaced one by one.
import { freePort } from '@hopline/dev/ports';
import type { Cleanup } from '../../support/cleanup.ts';
import { type ServiceProcess, startService } from '../../support/service-process.ts';
import { WORKS } from '../supervised-service.ts';
import type { Watched } from '../watch-footprints.ts';
import type { RoundRobin } from './round-robin.ts';

export type ServiceName = 'api' | 'persist' | 'deliver';
export const SERVICES: readonly ServiceName[] = ['api', 'persist', 'deliver'];

export interface Ended {
  readonly service: ServiceName;
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** From the SIGTERM to its end, in milliseconds. */
  readonly tookMs: number;
}

export interface Fleet {
  readonly ended: readonly Ended[];
  count(service: ServiceName): number;
  /** Those that run, to be looked at. */
  watched(): Watched[];
  /** Starts one more, of this release or of the tree of another one, and waits until it is ready and, as an api, gets requests. */
  grow(service: ServiceName, tree?: string): Promise<void>;
  /** Tells the oldest one to stop, and waits for its end. */
  shrink(service: ServiceName): Promise<void>;
  /** Starts one more, then tells the oldest one to stop, and waits for its end: as with maxSurge 1 and maxUnavailable 0. */
  replaceOne(service: ServiceName, tree?: string): Promise<void>;
  /** kill -9 of the oldest one, without another one in its place. */
  kill(service: ServiceName): Promise<void>;
  /** Tells all to stop, those first that bring something in. */
  stop(): Promise<void>;
  /** What every process has said. */
  logs(): string;
}

export function createFleet(
  t: Cleanup,
  envOf: Readonly<Record<ServiceName, Record<string, string>>>,
  proxy: RoundRobin,
): Fleet {
  const running = new Map<ServiceName, ServiceProcess[]>(SERVICES.map((name) => [name, []]));
  const all: ServiceProcess[] = [];
  const ended: Ended[] = [];
  const of = (service: ServiceName) => running.get(service) ?? [];

  async function grow(service: ServiceName, tree?: string): Promise<void> {
    const env = { ...envOf[service], PORT: String(await freePort()) };
    const started = await startService(t, service, env, tree);
    all.push(started);
    of(service).push(started);
    if (service !== 'api') return;
    proxy.add(started.url);
    while (!proxy.ready().includes(started.url)) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async function end(service: ServiceName, one: ServiceProcess): Promise<void> {
    const at = performance.now();
    const code = await one.end('SIGTERM');
    ended.push({ service, code, tookMs: Math.round(performance.now() - at) });
    proxy.remove(one.url);
  }

  async function shrink(service: ServiceName): Promise<void> {
    const oldest = of(service).shift();
    if (oldest) await end(service, oldest);
  }

  return {
    ended,
    count: (service) => of(service).length,
    watched: () =>
      SERVICES.flatMap((service) =>
        // The connections of an api are those of its clients.
        of(service).map((process) => ({
          service,
          process,
          works: service === 'api' ? undefined : WORKS[service],
        })),
      ),
    grow,
    shrink,
    async kill(service) {
      const oldest = of(service).shift();
      await oldest?.end('SIGKILL');
      if (oldest) proxy.remove(oldest.url);
    },
    async replaceOne(service, tree) {
      await grow(service, tree);
      await shrink(service);
    },
    async stop() {
      for (const service of SERVICES) {
        await Promise.all(
          of(service)
            .splice(0)
            .map((one) => end(service, one)),
        );
      }
    },
    logs: () => all.map((one) => one.log()).join(''),
  };
}

// What the stages of all hops are made of.
import { sleep } from '@hopline/runtime/wait';
import type { Cleanup } from '../support/cleanup.ts';
import type { RawKafka } from '../support/kafka-raw.ts';
import { launchService, type ServiceProcess } from '../support/service-process.ts';
import type { Outage } from './scenario.ts';
import type { Servers } from './servers.ts';

/** Whether the group has committed all that the topic holds. */
export async function isCommitted(raw: RawKafka, group: string, topic: string): Promise<boolean> {
  const ends = await raw.endOffsets(topic);
  const committed = await raw.committedOffsets(group, topic, ends.length);
  return ends.every((end, partition) => end === 0n || committed[partition] === end);
}

/** @throws {Error} when the run has no servers of its own to kill */
export function serversOf({ name }: { readonly name: string }, servers: Servers | undefined): Servers {
  if (!servers) throw new Error(`${name} needs servers of its own`);
  return servers;
}

/** More processes of a service, which nobody starts again. */
export function createOthers(t: Cleanup, name: 'persist' | 'deliver', env: Record<string, string>) {
  const launched: ServiceProcess[] = [];
  return {
    launch(): ServiceProcess {
      const other = launchService(t, name, env);
      launched.push(other);
      return other;
    },
    logs: () => launched.map((one) => one.log()).join(''),
  };
}

export interface FaultOptions {
  /** Waits until so many more of what the hop makes have come. */
  readonly more: (count: number) => Promise<void>;
  /** So many of them show that the hop works again. */
  readonly enough: number;
  /** Of the time that an outage is left so, nothing came for at least this share. */
  readonly sureShare: number;
  /** And of the time until it is known to be over: a server that starts may answer some time before. */
  readonly shareWithEnd: number;
}

/** Makes an outage, and notes how long it must have held everything up, and how soon things went on. */
export function createFault({ more, enough, sureShare, shareWithEnd }: FaultOptions) {
  let resumedMs: number | undefined;
  let leastStallMs = 0;
  return {
    async outage({ begin, lastsMs = 0, end }: Outage): Promise<void> {
      let begun = Number.POSITIVE_INFINITY;
      try {
        await begin();
        begun = performance.now();
        await sleep(lastsMs);
      } finally {
        await end();
      }
      leastStallMs = Math.max(sureShare * lastsMs, shareWithEnd * (performance.now() - begun));
    },
    async healed(): Promise<void> {
      const healedAt = performance.now();
      await more(1);
      resumedMs = Math.round(performance.now() - healedAt);
      await more(enough);
    },
    resumedMs: () => resumedMs,
    leastStallMs: () => leastStallMs,
  };
}

// How far the hops are behind, for administrators: looked up every five seconds while one looks.
import { type ReadGroup, readGroups } from '@hopline/kafka/read-groups';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { GroupNames, TopicNames } from '@hopline/wire/topics';
import type { Inspection } from '../topics/inspection.ts';
import { printGroup } from '../topics/print-topics.ts';

/** What is known of the lag; without groups when Kafka did not say. */
export interface LagReading {
  readonly at: Date;
  readonly groups: readonly ReadGroup[] | undefined;
}

export interface LagWatch {
  /** Tells of every look, until what this gives is called. */
  follow(onReading: (reading: LagReading) => void): () => void;
  stop(): void;
}

const INTERVAL_MS = 5000;

export function createLagWatch({
  inspection,
  names,
  log,
}: {
  readonly inspection: Pick<Inspection, 'ask'>;
  readonly names: { readonly topics: TopicNames; readonly groups: GroupNames };
  readonly log: Pick<Logger, 'warn'>;
}): LagWatch {
  const listeners = new Set<(reading: LagReading) => void>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let latest: LagReading | undefined;

  async function look(): Promise<LagReading> {
    try {
      const groups = await inspection.ask((kafka) => readGroups(kafka, names));
      return { at: new Date(), groups };
    } catch (error) {
      // Once, not every five seconds.
      if (!stopped && (!latest || latest.groups))
        log.warn({ problem: describeError(error) }, 'live.lag_unknown');
      return { at: new Date(), groups: undefined };
    }
  }

  async function round(): Promise<void> {
    latest = await look();
    for (const tell of listeners) tell(latest);
    timer = undefined;
    if (listeners.size === 0) latest = undefined;
    else schedule(INTERVAL_MS);
  }

  function schedule(ms: number): void {
    if (stopped || timer) return;
    timer = setTimeout(round, ms);
    timer.unref();
  }

  return {
    follow(onReading) {
      listeners.add(onReading);
      if (latest) onReading(latest);
      schedule(0);
      return () => listeners.delete(onReading);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** A reading as a stream has it. */
export function printLag({ at, groups }: LagReading): object {
  return { at, groups: groups?.map((group) => printGroup(group, at.getTime())) ?? null };
}

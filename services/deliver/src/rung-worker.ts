import { createWorker } from '@hopline/kafka/connect';
import type { Worker } from '@hopline/kafka/port';
import { createRungForwarder, type RungForwarderDeps } from './rung-forwarder.ts';

/** How soon a partition is read again once its first record is due. */
const MAX_WAIT_MS = 250;

type Consumer = Omit<Parameters<typeof createWorker>[0], 'groupId' | 'topics' | 'onRecords'>;

/**
 * The consumer of the rungs' topics: it forwards what is due.
 * @param consumer how Kafka is reached
 */
export function createRungWorker(consumer: Consumer, deps: RungForwarderDeps): Worker {
  const { rungs } = deps.names;
  const delays = new Map(rungs.map(({ topic, delayMs }) => [topic, delayMs]));
  return createWorker(
    {
      ...consumer,
      groupId: deps.group,
      topics: rungs.map(({ topic }) => topic),
      onRecords: createRungForwarder(deps),
      waitMsOf: (topic) => delays.get(topic) ?? 0,
      maxWaitMs: MAX_WAIT_MS,
    },
    { log: deps.log },
  );
}

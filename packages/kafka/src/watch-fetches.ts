// kafkajs 2.2.4 hands an answer to a fetch over only when there are records in it, and tells nobody where the log ends.
// Both are needed to know how far behind a consumer is.
import type { FetchedBatch, KafkajsInternals } from './kafkajs-internals.ts';

type OnFetched = (batches: readonly FetchedBatch[]) => void;

/** Who is told, by the assigner of the consumer: the one object of ours that reaches the group. */
const watchers = new WeakMap<object, OnFetched>();

/** @param onFetched gets the answers to the fetches of the consumer with this assigner, also those without records */
export function watchFetches(assigner: object, onFetched: OnFetched): void {
  watchers.set(assigner, onFetched);
}

/** Makes `watchFetches` work, in every consumer of this process. To be applied before what leaves empty answers out. */
export function overrideFetchWatch({ ConsumerGroup }: Pick<KafkajsInternals, 'ConsumerGroup'>): void {
  const group = ConsumerGroup.prototype;
  const fetch = group.fetch;
  group.fetch = async function fetchWatched(nodeId) {
    const batches = await fetch.call(this, nodeId);
    for (const assigner of this.assigners) watchers.get(assigner)?.(batches);
    return batches;
  };
}

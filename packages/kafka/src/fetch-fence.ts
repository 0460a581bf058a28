// kafkajs 2.2.4 has a fetch loop for each broker. When one of them learns that a leader moved, it joins the group
// again by itself, while the answers of the others, fetched for the assignment before, are still handed to the
// handler. The new assignment begins at the committed offsets, so such an answer would move its partition past the
// records that were read but not finished: they would be lost.
import type { FetchedBatch, KafkajsInternals } from './kafkajs-internals.ts';

/** Drops, in every consumer of this process, what was fetched for an assignment that has ended. */
export function fenceFetches({
  ConsumerGroup,
  Runner,
}: Pick<KafkajsInternals, 'ConsumerGroup' | 'Runner'>): void {
  const fetchedFor = new WeakMap<FetchedBatch, object | null>();
  const group = ConsumerGroup.prototype;
  const fetch = group.fetch;
  group.fetch = async function fetchForAssignment(nodeId) {
    // kafkajs makes an offset manager for each assignment.
    const assignment = this.offsetManager;
    const batches = await fetch.call(this, nodeId);
    for (const batch of batches) fetchedFor.set(batch, assignment);
    return batches;
  };
  const runner = Runner.prototype;
  const handleBatch = runner.handleBatch;
  runner.handleBatch = async function handleCurrentBatch(batch) {
    if (fetchedFor.get(batch) !== this.consumerGroup.offsetManager) return;
    await handleBatch.call(this, batch);
  };
}

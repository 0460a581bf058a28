// When a consumer of kafkajs 2.2.4 that runs cannot join its group again, say because the group's new coordinator is still
// loading, it goes on with the assignment that it had. The coordinator takes its heartbeats, no event tells of it, and we
// have given its partitions up when the rebalance began: nobody reads them until a next rebalance. Refused as unknown
// (UNKNOWN_MEMBER_ID) it even goes on without heartbeats. So a join that fails ends the consumer; one that only came too
// early is tried again before.
import { sleep } from '@hopline/runtime/wait';
import type { KafkajsInternals } from './kafkajs-internals.ts';

/** A coordinator that has just taken over a group reads it from its log first. */
const EARLY = new Set(['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE']);
const AGAIN_MS = 100;
/** Shorter than a session waits for its consumer to leave the group: kafkajs cannot stop while it joins. */
const PATIENCE_MS = 2000;

/** The join has failed. `retriable: false` is kafkajs's word for that nothing is left to try: the consumer crashes. */
class JoinFailedError extends Error {
  readonly retriable = false;

  constructor(cause: unknown) {
    super('could not join the group', { cause });
    this.name = 'JoinFailedError';
  }
}

/** Makes a join of any consumer of this process succeed, or crash the consumer. */
export function overrideJoin({ ConsumerGroup }: Pick<KafkajsInternals, 'ConsumerGroup'>): void {
  const group = ConsumerGroup.prototype;
  const joinAndSync = group.joinAndSync;
  group.joinAndSync = async function joinOrFail() {
    const giveUpAt = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await joinAndSync.call(this);
      } catch (error) {
        if (!isEarly(error) || performance.now() > giveUpAt) throw new JoinFailedError(error);
        await sleep(AGAIN_MS);
      }
    }
  };
}

function isEarly(error: unknown): boolean {
  return error instanceof Error && 'type' in error && EARLY.has(String(error.type));
}

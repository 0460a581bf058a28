// Where the logs end that are not read at the moment. The answer to a fetch tells where its partition's log ends, but a
// partition that is paused is not fetched: on a rung until its first record is due, in an outage for as long as that lasts.
import { describeError } from '@hopline/runtime/errors';
import { existingTopics } from './admin.ts';
import type { KafkaCluster } from './cluster.ts';
import { readEndOffsets } from './end-offsets.ts';
import { TopicMissingError } from './errors.ts';
import type { KafkaLog } from './log.ts';
import type { PartitionIntake } from './partition-intake.ts';

/** How often it is looked, in milliseconds; and so old is what is known of a partition that is looked at. */
export const LOOK_EVERY_MS = 15_000;

export type WatchedPartition = Pick<PartitionIntake, 'topic' | 'partition' | 'lag'>;

export class EndWatch {
  readonly #cluster: KafkaCluster;
  readonly #owned: () => readonly WatchedPartition[];
  readonly #log: KafkaLog;
  readonly #staleMs: number;
  #isLooking = false;

  /**
   * @param cluster its own: it is closed with the watch
   * @param owned the partitions that are of interest, asked for at each look
   */
  constructor(
    cluster: KafkaCluster,
    owned: () => readonly WatchedPartition[],
    log: KafkaLog,
    staleMs: number = LOOK_EVERY_MS,
  ) {
    this.#cluster = cluster;
    this.#owned = owned;
    this.#log = log;
    this.#staleMs = staleMs;
  }

  /** Asks Kafka, if there is a partition of which nothing was heard for a while. Never rejects. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const stale = this.#owned().filter(({ lag }) => lag.silentMs >= this.#staleMs);
      for (const [topic, partitions] of Map.groupBy(stale, (one) => one.topic)) {
        const ends = await readEndOffsets(this.#cluster, () => this.#metadataOf(topic), 'next');
        for (const { partition, lag } of partitions) {
          const end = ends.get(partition);
          if (end !== undefined) lag.endsAt(String(end));
        }
      }
    } catch (error) {
      // Kafka is away: the next look tells.
      this.#log.debug({ problem: describeError(error) }, 'ends.not_read');
    } finally {
      this.#isLooking = false;
    }
  }

  close(): void {
    this.#cluster.close();
  }

  async #metadataOf(topic: string) {
    const [metadata] = existingTopics(await this.#cluster.readMetadata([topic]));
    if (!metadata) throw new TopicMissingError([topic]);
    return metadata;
  }
}

import { describeError } from '@hopline/runtime/errors';
import type { KafkaLog } from './log.ts';
import type { PartitionIntake } from './partition-intake.ts';

/** Offsets to commit, as kafkajs takes them. */
export interface OffsetsToCommit {
  topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
}

/**
 * Commits for the generation of the group that is the current one when it is called, once, without trying again.
 * kafkajs's own `commitOffsets` tries again after a rebalance, then for the next generation: what an owner of before
 * has finished would set back what the owner of now has committed.
 */
export type Commit = (offsets: OffsetsToCommit) => Promise<void>;

/** What a member owns between two rebalances. */
export class Assignment {
  readonly #intakes = new Map<string, PartitionIntake>();
  readonly #committed = new Map<PartitionIntake, bigint>();
  readonly #log: KafkaLog;
  #commit: Commit | undefined;
  #committing: Promise<void> | undefined;

  constructor(intakes: readonly PartitionIntake[], log: KafkaLog) {
    for (const intake of intakes) this.#intakes.set(keyOf(intake), intake);
    this.#log = log;
  }

  get intakes(): PartitionIntake[] {
    return [...this.#intakes.values()];
  }

  intakeOf(topic: string, partition: number): PartitionIntake | undefined {
    return this.#intakes.get(keyOf({ topic, partition }));
  }

  /** Puts another in its place, since the log of its partition begins anew. */
  replace(intake: PartitionIntake): void {
    const key = keyOf(intake);
    this.#intakes.get(key)?.end();
    this.#intakes.set(key, intake);
  }

  /** The way to commit, known from the first records on, and where the group stands before them. */
  begins(intake: PartitionIntake, from: bigint, commit: Commit): void {
    this.#commit = commit;
    if (!this.#committed.has(intake)) this.#committed.set(intake, from);
  }

  inHand(): number {
    let inHand = 0;
    for (const intake of this.#intakes.values()) inHand += intake.inHand();
    return inHand;
  }

  /**
   * Commits what is finished since the last time. A failure is left for the next time: when the group has moved on
   * there is none, and the records are read again by their next owner.
   */
  commit(): Promise<void> {
    this.#committing ??= this.commitNow().finally(() => {
      this.#committing = undefined;
    });
    return this.#committing;
  }

  /** The same, also while another commit is under way: the request is made before this returns. */
  async commitNow(): Promise<void> {
    const offsets = this.#toCommit();
    if (offsets.size > 0 && this.#commit) await this.#send(offsets, this.#commit);
  }

  /** Something is finished that is not committed. */
  get isBehind(): boolean {
    return this.#toCommit().size > 0;
  }

  end(): void {
    for (const intake of this.#intakes.values()) intake.end();
  }

  #toCommit(): Map<PartitionIntake, bigint> {
    const offsets = new Map<PartitionIntake, bigint>();
    for (const intake of this.#intakes.values()) {
      const offset = intake.committable();
      if (offset !== undefined && offset !== this.#committed.get(intake)) offsets.set(intake, offset);
    }
    return offsets;
  }

  async #send(offsets: ReadonlyMap<PartitionIntake, bigint>, commit: Commit): Promise<void> {
    const topics = new Map<string, { partition: number; offset: string }[]>();
    for (const [{ topic, partition }, offset] of offsets) {
      const partitions = topics.get(topic) ?? [];
      partitions.push({ partition, offset: offset.toString() });
      topics.set(topic, partitions);
    }
    try {
      await commit({ topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) });
      for (const [intake, offset] of offsets) this.#committed.set(intake, offset);
    } catch (error) {
      this.#log.debug({ problem: describeError(error) }, 'commit.refused');
    }
  }
}

function keyOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}

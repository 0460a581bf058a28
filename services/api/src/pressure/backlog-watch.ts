// Compares what this instance saw acknowledged with what persist has stored, once a second while events come in, and
// keeps the set of organizations that may put in no more for now. The set is empty most of the time, and asking it is
// all that a request pays; counting is all that an accepted event pays.
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import { PartitionBacklog } from './partition-backlog.ts';
import { StoredRate } from './partition-backlog-wait.ts';
import { RecentCounts } from './recent-counts.ts';

const INTERVAL_MS = 1000;
/** For so long after the last event it goes on reading: batches that are under way may still be stored late. */
const TRAFFIC_MS = 5000;
/** How long a decision holds while Postgres does not answer. Then all are let in: ingest goes on without it. */
const BLIND_MS = 30_000;
/** A log line names no more organizations than this. */
const NAMED = 20;

export interface BacklogWatchDeps {
  /** The most records of a partition that may wait to be stored. */
  readonly limit: number;
  /** Kafka's id of the events topic; undefined while it is not known. */
  readonly topicId: () => string | undefined;
  /** The next offset that persist will store, by partition. Rejects while Postgres cannot be asked. */
  readonly readProgress: (topicId: string) => Promise<ReadonlyMap<number, bigint>>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export interface BacklogWatch {
  /** Every in-sync replica has this event of the organization's. */
  noteAck(organizationId: string, partition: number, offset: bigint): void;
  /** Whether the organization has put too much into a partition that is too full. */
  refuses(organizationId: string): boolean;
  /** Milliseconds until the organization may be let in, at the rate of late; undefined when that is not known. */
  waitOf(organizationId: string): number | undefined;
  /**
   * For metrics: the largest backlog of a partition at the last reading, 0 while nothing comes in, and how many
   * organizations are refused.
   */
  state(): { readonly backlog: number; readonly organizations: number };
  /** Reads no more. */
  stop(): void;
}

export function createBacklogWatch(deps: BacklogWatchDeps): BacklogWatch {
  return new ProgressBacklogWatch(deps);
}

interface Partition {
  readonly backlog: PartitionBacklog;
  readonly rate: StoredRate;
}

class ProgressBacklogWatch implements BacklogWatch {
  readonly #deps: BacklogWatchDeps;
  #recent = new RecentCounts(performance.now());
  /** By partition: the offset that was acknowledged last. Those that another instance wrote since are not known here. */
  #acked: (bigint | undefined)[] = [];
  #partitions = new Map<number, Partition>();
  /** By organization, how long it will be so, in milliseconds; undefined while that is not known. */
  #refused: ReadonlyMap<string, number | undefined> = new Map();
  #topicId: string | undefined;
  #largest = 0;
  #hadTraffic = false;
  #lastTraffic = 0;
  #timer: NodeJS.Timeout | undefined;
  #blind: NodeJS.Timeout | undefined;
  /** Whether Postgres did not answer the last time. */
  #unread = false;
  #stopped = false;

  constructor(deps: BacklogWatchDeps) {
    this.#deps = deps;
  }

  noteAck(organizationId: string, partition: number, offset: bigint): void {
    // The last one, not the highest: after a log was cut back its offsets come anew.
    this.#acked[partition] = offset;
    this.#recent.add(partition, organizationId);
    this.#hadTraffic = true;
    if (this.#timer === undefined) this.#readLater();
  }

  refuses(organizationId: string): boolean {
    return this.#refused.size > 0 && this.#refused.has(organizationId);
  }

  waitOf(organizationId: string): number | undefined {
    return this.#refused.get(organizationId);
  }

  state(): { backlog: number; organizations: number } {
    return { backlog: this.#largest, organizations: this.#refused.size };
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#blind);
  }

  #readLater(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#read(), INTERVAL_MS).unref();
  }

  async #read(): Promise<void> {
    const now = performance.now();
    if (this.#hadTraffic) this.#lastTraffic = now;
    this.#hadTraffic = false;
    this.#recent.advance(now);
    const topicId = this.#deps.topicId();
    if (topicId !== this.#topicId) this.#beginAnew(topicId);
    if (topicId !== undefined) {
      try {
        this.#judge(await this.#deps.readProgress(topicId), performance.now());
        this.#unread = false;
      } catch (error) {
        // The last decision holds, for as long as #blind lets it.
        if (!this.#unread) this.#deps.log.warn({ problem: describeError(error) }, 'progress.unread');
        this.#unread = true;
      }
    }
    this.#timer = undefined;
    const isIdle = !this.#hadTraffic && now - this.#lastTraffic > TRAFFIC_MS;
    // Someone who is refused makes no note that would arm it again, and must be let in all the same.
    if (!isIdle || this.#refused.size > 0) this.#readLater();
    else this.#largest = 0;
  }

  #judge(progress: ReadonlyMap<number, bigint>, now: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#blind);
    this.#largest = 0;
    for (const [partition, acked] of this.#acked.entries()) {
      if (acked === undefined) continue;
      // Where nothing was ever stored, all that was ever written waits.
      const stored = progress.get(partition) ?? 0n;
      const backlog = Math.max(Number(acked + 1n - stored), 0);
      this.#largest = Math.max(this.#largest, backlog);
      const state = this.#partitionOf(partition);
      const change = state.backlog.judge(backlog, () => this.#recent.of(partition));
      if (state.backlog.surplus > 0) state.rate.note(stored, now);
      else state.rate.forget();
      if (change === undefined) continue;
      const { refused } = state.backlog;
      const organizations = refused.size;
      const org_ids = [...refused].slice(0, NAMED);
      const fields = { partition, backlog, limit: this.#deps.limit };
      if (change === 'exceeded') {
        this.#deps.log.warn({ ...fields, organizations, org_ids }, 'backlog.exceeded');
      } else {
        this.#deps.log.info(fields, 'backlog.cleared');
      }
    }
    this.#collectRefused();
    if (this.#refused.size > 0) this.#blind = setTimeout(() => this.#letAllIn(), BLIND_MS).unref();
  }

  #partitionOf(partition: number): Partition {
    let state = this.#partitions.get(partition);
    if (!state) {
      state = { backlog: new PartitionBacklog(this.#deps.limit), rate: new StoredRate() };
      this.#partitions.set(partition, state);
    }
    return state;
  }

  /** Whoever is refused for one partition is refused: before the body is read it is not known where an event belongs. */
  #collectRefused(): void {
    const refused = new Map<string, number | undefined>();
    for (const { backlog, rate } of this.#partitions.values()) {
      const wait = rate.waitFor(backlog.surplus);
      for (const organizationId of backlog.refused) {
        const other = refused.get(organizationId);
        refused.set(organizationId, Math.max(wait ?? 0, other ?? 0) || undefined);
      }
    }
    this.#refused = refused;
  }

  #letAllIn(): void {
    this.#deps.log.warn({ organizations: this.#refused.size }, 'backlog.lost_sight');
    this.#partitions.clear();
    this.#refused = new Map();
  }

  /** The topic is another one, and so are its offsets. */
  #beginAnew(topicId: string | undefined): void {
    const isFirst = this.#topicId === undefined;
    this.#topicId = topicId;
    // What was acknowledged before the first reading belongs to the topic that is there.
    if (isFirst) return;
    this.#acked = [];
    this.#recent = new RecentCounts(performance.now());
    this.#partitions.clear();
    this.#refused = new Map();
  }
}

// What a receiver keeps of each post, in a few bytes, and what can be said of it afterwards.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readStamp } from '../load/stamp.ts';
import { headerOf, type Post } from './post-parser.ts';

/** The first post of each webhook to each path, in the order in which they came. */
export interface ArrivalTimes {
  /** Indexes of `paths`. */
  readonly path: Uint32Array;
  /** When its event should have been sent, by `machineNow()`; NaN where no stamp is in it. */
  readonly sentAt: Float64Array;
  readonly cameAt: Float64Array;
}

export interface ReceiverReport extends ArrivalTimes {
  readonly paths: readonly string[];
  readonly posts: number;
  /** For each path, posts of a webhook that had come to it before. */
  readonly repeats: readonly number[];
  /** Webhooks that came to their path after one whose event is later. Nobody promises otherwise, but it is good to know. */
  readonly overtaken: number;
  /** How many signatures were checked, and how many of them were wrong. */
  readonly checked: number;
  readonly badSignatures: number;
}

interface Kept {
  readonly path: string;
  readonly head: string;
  readonly body: Buffer;
}

class PathState {
  readonly index: number;
  readonly ids = new Set<string>();
  repeats = 0;
  latest = Number.NEGATIVE_INFINITY;

  constructor(index: number) {
    this.index = index;
  }
}

const FIRST_CAPACITY = 1 << 16;

export class Arrivals {
  readonly #keepEvery: number;
  readonly #secrets: ReadonlyMap<string, Buffer>;
  readonly #paths = new Map<string, PathState>();
  #path = new Uint32Array(FIRST_CAPACITY);
  #sentAt = new Float64Array(FIRST_CAPACITY);
  #cameAt = new Float64Array(FIRST_CAPACITY);
  /** Different webhooks so far. */
  webhooks = 0;
  #posts = 0;
  #overtaken = 0;
  #kept: Kept[] = [];

  /**
   * @param secrets the key of each path
   * @param keepEvery of so many posts one is kept whole, so that its signature can be checked when there is time
   */
  constructor(secrets: ReadonlyMap<string, Buffer>, keepEvery: number) {
    this.#secrets = secrets;
    this.#keepEvery = keepEvery;
  }

  add({ path, head, body }: Post, now: number): void {
    let state = this.#paths.get(path);
    if (!state) {
      state = new PathState(this.#paths.size);
      this.#paths.set(path, state);
    }
    const before = state.ids.size;
    state.ids.add(headerOf(head, 'webhook-id'));
    if (this.#posts % this.#keepEvery === 0) this.#kept.push({ path, head, body: Buffer.from(body) });
    this.#posts += 1;
    if (state.ids.size === before) {
      state.repeats += 1;
      return;
    }
    const sentAt = readStamp(body) ?? Number.NaN;
    if (sentAt < state.latest) this.#overtaken += 1;
    else if (sentAt > state.latest) state.latest = sentAt;
    if (this.webhooks === this.#path.length) this.#grow();
    this.#path[this.webhooks] = state.index;
    this.#sentAt[this.webhooks] = sentAt;
    this.#cameAt[this.webhooks] = now;
    this.webhooks += 1;
  }

  report(): ReceiverReport {
    const n = this.webhooks;
    return {
      paths: [...this.#paths.keys()],
      path: this.#path.slice(0, n),
      sentAt: this.#sentAt.slice(0, n),
      cameAt: this.#cameAt.slice(0, n),
      posts: this.#posts,
      repeats: [...this.#paths.values()].map(({ repeats }) => repeats),
      overtaken: this.#overtaken,
      checked: this.#kept.length,
      badSignatures: this.#kept.filter((one) => !this.#isSigned(one)).length,
    };
  }

  /** As Standard Webhooks has it, `v1`: one signature of several is enough. */
  #isSigned({ path, head, body }: Kept): boolean {
    const secret = this.#secrets.get(path);
    if (!secret) return false;
    const signed = `${headerOf(head, 'webhook-id')}.${headerOf(head, 'webhook-timestamp')}.`;
    const right = createHmac('sha256', secret).update(signed).update(body).digest();
    return headerOf(head, 'webhook-signature')
      .split(' ')
      .some((signature) => {
        const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
        return signature.startsWith('v1,') && given.length === right.length && timingSafeEqual(given, right);
      });
  }

  #grow(): void {
    const size = this.#path.length * 2;
    const path = new Uint32Array(size);
    const sentAt = new Float64Array(size);
    const cameAt = new Float64Array(size);
    path.set(this.#path);
    sentAt.set(this.#sentAt);
    cameAt.set(this.#cameAt);
    this.#path = path;
    this.#sentAt = sentAt;
    this.#cameAt = cameAt;
  }
}

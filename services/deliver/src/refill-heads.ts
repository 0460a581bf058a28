// Brings what may go out to ordered endpoints into their queues: the heads of keys. After an attempt the key that it was of,
// after a wake-up that of its delivery, both at once and many in one query; all keys, a page at a time, when something has
// happened that may be about any of them. Whether a head may really be claimed is decided by the claim.
import type { FoundHead, Head, HeadsPage, WantedKeys } from '@hopline/postgres/ordering/read-heads';
import type { Logger } from '@hopline/telemetry/logger';
import type { Link } from '@hopline/telemetry/tracing';
import type { EndpointQueue } from './endpoint-queue.ts';
import type { Endpoints } from './endpoints.ts';
import { learnFromPage } from './learn-from-page.ts';
import { EARLY_TOLERANCE_MS } from './unclaimed.ts';
import { type Wanted, WantedLoop } from './wanted-loop.ts';

/** Keys that are looked at in one page, due or not. */
export const KEYS_A_PAGE = 500;
/** With fewer jobs than this the walk over the keys goes on. */
const LOW_WATER = 64;
/** Single keys are looked at up to here: one more cannot begin soon. */
const HIGH_WATER = 1000;
/** When somebody else has a key's head: how long until it is looked at again. The due times have steps of four seconds. */
const STRANGER_MS = 4000;
/**
 * After a walk over the keys that left some open: when the next one begins, whatever comes of the wake-ups until then. The
 * sweeper wakes such an endpoint ever more seldom, as rows behind a blocked key stay overdue.
 */
const WALK_AGAIN_MS = 60_000;

export interface RefillHeadsDeps {
  readonly endpoints: Endpoints;
  /** The heads of the next keys of these endpoints, at most `size` of each. */
  readonly readHeads: (wanted: { endpointId: string; after: string }[], size: number) => Promise<HeadsPage[]>;
  readonly readHeadsOfKeys: (wanted: WantedKeys) => Promise<FoundHead[]>;
  readonly log: Logger;
  readonly stopped: AbortSignal;
}

export class HeadRefiller {
  readonly #deps: RefillHeadsDeps;
  readonly #loop: WantedLoop;

  constructor(deps: RefillHeadsDeps) {
    this.#deps = deps;
    this.#loop = new WantedLoop((batch) => this.#refill(batch), deps);
  }

  /** Looks for what may go out to this ordered endpoint, when there is reason to, and it is not held. */
  consider(endpoint: EndpointQueue): void {
    if (!endpoint.isOwned || endpoint.paused) return;
    if (endpoint.hold.isOn && !endpoint.isAsked) return;
    if (wantsWalk(endpoint) || wantsSingle(endpoint)) this.#loop.want(endpoint);
  }

  async #refill(batch: readonly Wanted[]): Promise<void> {
    for (const { endpoint, wasBacklogged } of batch) if (wasBacklogged) endpoint.looks?.noteAll();
    const endpoints = batch.map(({ endpoint }) => endpoint);
    // Both before the first query: whatever comes while it runs may be missing in its answer.
    const [singles, walks] = [endpoints.filter(wantsSingle), endpoints.filter(wantsWalk)];
    await this.#lookAtSingle(singles);
    const pages = await this.#walk(walks);
    for (const { endpoint, isUpToDate, cause } of batch) {
      const page = pages.get(endpoint.id);
      if (page && endpoint.isOwned) this.#fill(endpoint, page, isUpToDate(), cause);
      // There is no such endpoint any more.
      else if (!page && walks.includes(endpoint)) endpoint.looks?.clear();
    }
    for (const endpoint of endpoints) this.consider(endpoint);
  }

  async #lookAtSingle(batch: readonly EndpointQueue[]): Promise<void> {
    if (batch.length === 0) return;
    const byId = new Map(batch.map((endpoint) => [endpoint.id, endpoint]));
    const taken = batch.map((endpoint) => ({ endpointId: endpoint.id, looks: endpoint.looks?.takeSingle() }));
    const found = await this.#deps.readHeadsOfKeys({
      keys: taken.flatMap(({ endpointId, looks }) => (looks?.keys ?? []).map((key) => ({ endpointId, key }))),
      deliveries: taken.flatMap(({ looks }) => looks?.deliveries ?? []),
    });
    for (const head of found) {
      const endpoint = byId.get(head.endpointId);
      if (!endpoint?.isOwned) continue;
      // A wake-up that came too early: clocks are apart. After an attempt there is a rung that will tell.
      const isEarly = head.hinted && head.dueInMs > EARLY_TOLERANCE_MS && head.state === 'pending';
      if (isEarly) this.#lookLater(endpoint, head.dueInMs);
      this.#take(endpoint, head);
    }
  }

  async #walk(batch: readonly EndpointQueue[]): Promise<Map<string, HeadsPage>> {
    const wanted = batch.map(({ id: endpointId, looks }) => ({ endpointId, after: looks?.walkFrom ?? '' }));
    if (wanted.length === 0) return new Map();
    for (const { looks } of batch) looks?.beginPage();
    const pages = await this.#deps.readHeads(wanted, KEYS_A_PAGE);
    return new Map(pages.map((page) => [page.endpointId, page]));
  }

  #fill(endpoint: EndpointQueue, page: HeadsPage, isUpToDate: boolean, cause: Link | undefined): void {
    // Once the hold is over the walk begins anew.
    if (!learnFromPage(this.#deps.endpoints, endpoint, page, isUpToDate)) return;
    endpoint.looks?.endPage(page.after);
    for (const head of page.heads) this.#take(endpoint, head, cause);
    if (page.heads.length > 0) this.#lookLater(endpoint, WALK_AGAIN_MS);
  }

  #take(endpoint: EndpointQueue, { key, state, blocked, dueInMs, ...ref }: Head, cause?: Link): void {
    if (state === 'sending') {
      // Of a process that was its owner before us and is not through yet. It tells when it is; unless it dies.
      if (!endpoint.isSending(ref)) this.#lookLater(endpoint, STRANGER_MS);
      return;
    }
    if (blocked || dueInMs > EARLY_TOLERANCE_MS || endpoint.paused) return;
    if (endpoint.hold.isOn) {
      endpoint.backlogged = true;
      return;
    }
    const { id, day, version } = ref;
    const delayMs = dueInMs > 0 ? Math.ceil(dueInMs) : 0;
    const because = cause ? { cause } : {};
    this.#deps.endpoints.accept(endpoint, { id, day, version, orderKey: key, ...because }, delayMs);
  }

  #lookLater(endpoint: EndpointQueue, ms: number): void {
    endpoint.dueTimes.add(ms, () => {
      endpoint.backlogged = true;
      this.consider(endpoint);
    });
  }
}

function wantsWalk(endpoint: EndpointQueue): boolean {
  if (endpoint.waiting >= LOW_WATER) return false;
  return endpoint.backlogged || endpoint.looks?.walkFrom !== undefined;
}

function wantsSingle(endpoint: EndpointQueue): boolean {
  return endpoint.looks?.hasSingle === true && endpoint.waiting < HIGH_WATER;
}

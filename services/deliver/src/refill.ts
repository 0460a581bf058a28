import type { DuePage } from '@hopline/postgres/deliveries/read-due-deliveries';
import type { Logger } from '@hopline/telemetry/logger';
import type { Link } from '@hopline/telemetry/tracing';
import type { EndpointQueue } from './endpoint-queue.ts';
import type { Endpoints } from './endpoints.ts';
import { learnFromPage } from './learn-from-page.ts';
import type { HeadRefiller } from './refill-heads.ts';
import { type Wanted, WantedLoop } from './wanted-loop.ts';

const MAX_PAGE = 500;
const MIN_PAGE = 20;
/** Jobs in memory from refills, all endpoints together, as long as there are not too many endpoints for that. */
const MAX_JOBS = 50_000;

/** How many rows of one endpoint are read at once when so many endpoints are in memory. */
export function pageSizeFor(endpoints: number): number {
  return Math.max(MIN_PAGE, Math.min(MAX_PAGE, Math.floor(MAX_JOBS / Math.max(endpoints, 1))));
}

/** With fewer jobs than this the next page is read. Less than a page, else the same page would be read again and again. */
export function lowWaterFor(pageSize: number): number {
  return Math.min(64, Math.floor(pageSize / 4));
}

export interface RefillDeps {
  readonly endpoints: Endpoints;
  readonly readDue: (endpointIds: string[], pageSize: number) => Promise<DuePage[]>;
  /** What looks for ordered endpoints. */
  readonly heads: Pick<HeadRefiller, 'consider'>;
  readonly log: Logger;
  readonly stopped: AbortSignal;
}

/** How a page was asked for. */
interface PageReading {
  readonly pageSize: number;
  /** No wake-up of the endpoint has come since. */
  readonly upToDate: boolean;
  readonly cause: Link | undefined;
}

/** Brings the rows of backlogged endpoints into their queues, a page at a time, several endpoints in one query. */
export class Refiller {
  readonly #deps: RefillDeps;
  readonly #loop: WantedLoop;

  constructor(deps: RefillDeps) {
    this.#deps = deps;
    this.#loop = new WantedLoop((batch) => this.#refill(batch), deps);
  }

  /** How many endpoints wait to be read for. */
  get waiting(): number {
    return this.#loop.waiting;
  }

  /** Reads for this endpoint when it is backlogged, not held, and runs low. */
  consider(endpoint: EndpointQueue): void {
    if (endpoint.looks) {
      this.#deps.heads.consider(endpoint);
      return;
    }
    if (!endpoint.backlogged || endpoint.paused || !endpoint.isOwned) return;
    if (endpoint.hold.isOn && !endpoint.isAsked) return;
    if (endpoint.waiting >= lowWaterFor(pageSizeFor(this.#deps.endpoints.size))) return;
    this.#loop.want(endpoint);
  }

  async #refill(batch: readonly Wanted[]): Promise<void> {
    const { endpoints, readDue } = this.#deps;
    const pageSize = pageSizeFor(endpoints.size);
    const ids = batch.map(({ endpoint }) => endpoint.id);
    const pages = new Map((await readDue(ids, pageSize)).map((page) => [page.endpointId, page]));
    for (const { endpoint, isUpToDate, cause } of batch) {
      const page = pages.get(endpoint.id);
      if (!page || !endpoint.isOwned) continue;
      this.#fill(endpoint, page, { pageSize, upToDate: isUpToDate(), cause });
    }
  }

  #fill(endpoint: EndpointQueue, page: DuePage, read: PageReading): void {
    const { endpoints } = this.#deps;
    const { pageSize, upToDate, cause } = read;
    const because = cause ? { cause } : {};
    if (page.ordered) {
      endpoints.putInOrder(endpoint);
      this.consider(endpoint);
      return;
    }
    if (!learnFromPage(endpoints, endpoint, page, upToDate)) return;
    for (const { id, day, version, dueInMs } of page.deliveries) {
      endpoints.accept(endpoint, { id, day, version, ...because }, dueInMs > 0 ? Math.ceil(dueInMs) : 0);
    }
    if (page.deliveries.length >= pageSize) endpoint.backlogged = true;
    this.consider(endpoint);
  }
}

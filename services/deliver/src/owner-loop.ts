// What the owner of endpoints does with their wake-ups. Records come in here and leave for the endpoints' queues; the
// scheduler, the claimer and the refiller take it from there.
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import type { DueEndpointsPage } from '@hopline/postgres/deliveries/find-due-endpoints';
import { FIRST_PAGE } from '@hopline/postgres/deliveries/waiting-endpoints-page';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import { continueUnrecorded, extractTrace } from '@hopline/telemetry/trace-headers';
import { linksTo, traceIdOf } from '@hopline/telemetry/tracing';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { UnknownSchemaError } from '@hopline/wire/errors';
import { type WakeUp, wakeUpProblem } from '@hopline/wire/wake-up';
import type { EndpointQueue } from './endpoint-queue.ts';
import type { Endpoints } from './endpoints.ts';
import { keepsWakeUp } from './keep-wake-up.ts';
import type { Refiller } from './refill.ts';
import type { SchemaLookUps } from './schema-look-ups.ts';

const BACKOFF = { initialMs: 200, maxMs: 10_000 };
/** How soon it is looked again whether there is room for more endpoints. */
const CROWDED_MS = 50;
/** When a record is read again whose schema is being looked up: long enough for Postgres to answer. */
const LOOK_UP_MS = 250;

export interface OwnerLoopDeps {
  readonly endpoints: Endpoints;
  readonly refiller: Refiller;
  readonly codec: AvroCodec<WakeUp>;
  readonly schemas: Pick<SchemaLookUps, 'awaits'>;
  /** The endpoints in these partitions that have something due, a page of them, from after this id on. */
  readonly findDue: (partitions: number[], after: string) => Promise<DueEndpointsPage>;
  /** How many wake-ups of a partition may be open before it is not read any more. */
  readonly maxOpenWakeUps: number;
  /** So many endpoints wait in memory that no more are to be taken over for now. */
  readonly isCrowded: () => boolean;
  readonly log: Logger;
  readonly stopped: AbortSignal;
}

/** Paused, held, or limited to a rate that does not let it through at once: it would keep its offset open for that long. */
function isHeld(endpoint: EndpointQueue): boolean {
  if (endpoint.isHeld) return true;
  if (!endpoint.health.isLimited) return false;
  return endpoint.waiting > 0 || endpoint.health.rateWaitMs(performance.now()) > 0;
}

export class OwnerLoop {
  readonly #deps: OwnerLoopDeps;
  readonly #owned = new WeakSet<OwnedPartition>();
  /** The offsets of each partition whose jobs are not over. */
  readonly #open = new WeakMap<OwnedPartition, Set<bigint>>();

  constructor(deps: OwnerLoopDeps) {
    this.#deps = deps;
  }

  /** Takes over partitions: whatever is due for their endpoints, whether or not a wake-up of it is left in Kafka. */
  readonly onAssigned = (owned: readonly OwnedPartition[]): void => {
    const gained = owned.filter((owner) => !this.#owned.has(owner));
    for (const owner of gained) {
      this.#owned.add(owner);
      owner.revoked.addEventListener('abort', () => this.#deps.endpoints.release(owner), { once: true });
    }
    if (gained.length > 0) void this.#adopt(gained);
  };

  readonly onRecords = (records: readonly ReceivedRecord[], owner: OwnedPartition): void => {
    for (const record of records) {
      const wakeUp = this.#decode(record);
      // It and what lies behind it wait: a schema that cannot be looked up holds the partition.
      if (wakeUp === 'later') {
        owner.rereadFrom(record.offset, LOOK_UP_MS);
        return;
      }
      // Handed over while the process stops: the next owner reads it.
      if (this.#deps.stopped.aborted) owner.abandon(record.offset);
      else if (wakeUp) this.#take(wakeUp, record, owner);
      else owner.done(record.offset);
    }
  };

  #take(wakeUp: WakeUp, { offset, headers }: ReceivedRecord, owner: OwnedPartition): void {
    const { endpoints, maxOpenWakeUps } = this.#deps;
    const endpoint = endpoints.own(owner, wakeUp.endpoint_id, wakeUp.organization_id);
    const open = this.#openOf(owner);
    const partition = { open: open.size, window: maxOpenWakeUps };
    if (wakeUp.delivery && endpoint.looks && !endpoint.paused && !endpoint.hold.isOn) {
      // Which delivery of its key has its turn is asked of Postgres.
      endpoint.looks.noteDelivery(wakeUp.delivery);
      this.#deps.refiller.consider(endpoint);
      owner.done(offset);
      return;
    }
    if (wakeUp.delivery && !isHeld(endpoint) && keepsWakeUp(endpoint, partition)) {
      const record = {
        owner,
        offset,
        trace: continueUnrecorded(headers)?.span ?? extractTrace(headers),
        open,
      };
      open.add(offset);
      endpoints.accept(endpoint, { ...wakeUp.delivery, wakeUp: record });
      return;
    }
    if (!wakeUp.delivery) {
      endpoint.wakeUps += 1;
      [endpoint.wokenBy] = continueUnrecorded(headers) ? [] : linksTo(extractTrace(headers));
      endpoint.paused = false;
      endpoint.isAsked = true;
      endpoints.ready(endpoint);
    }
    // What it is about is pending in Postgres, so the record can go.
    this.#markBacklogged(endpoint);
    owner.done(offset);
  }

  #openOf(owner: OwnedPartition): Set<bigint> {
    const open = this.#open.get(owner) ?? new Set();
    this.#open.set(owner, open);
    return open;
  }

  #markBacklogged(endpoint: EndpointQueue): void {
    endpoint.backlogged = true;
    this.#deps.refiller.consider(endpoint);
  }

  #decode({ value, topic, partition, offset, headers }: ReceivedRecord): WakeUp | 'later' | undefined {
    const warn = (message: string, problem?: string) => {
      const trace_id = traceIdOf(extractTrace(headers));
      this.#deps.log.warn({ topic, partition, offset: String(offset), problem, trace_id }, message);
    };
    try {
      if (value) {
        const wakeUp = this.#deps.codec.decode(value);
        const problem = wakeUpProblem(wakeUp);
        if (problem === undefined) return wakeUp;
        warn('wake_up.undecodable', problem);
      } else warn('wake_up.empty');
    } catch (error) {
      if (error instanceof UnknownSchemaError && this.#deps.schemas.awaits(error.schema)) return 'later';
      // A hint that cannot be read is lost, and a lost hint loses nothing: the row is there.
      warn('wake_up.undecodable', describeError(error));
    }
    return undefined;
  }

  async #adopt(gained: readonly OwnedPartition[]): Promise<void> {
    const { findDue, endpoints, isCrowded, log, stopped } = this.#deps;
    let after: string | undefined = FIRST_PAGE;
    let failures = 0;
    while (after !== undefined && !stopped.aborted) {
      // Whoever has something new to do must not wait behind a million that have, nor must these fill the memory.
      if (isCrowded()) {
        await sleep(CROWDED_MS, stopped).catch(() => {});
        continue;
      }
      const owners = new Map(
        gained.filter(({ revoked }) => !revoked.aborted).map((owner) => [owner.partition, owner]),
      );
      if (owners.size === 0) return;
      try {
        const page: DueEndpointsPage = await findDue([...owners.keys()], after);
        for (const { id, organizationId, partition } of page.due) {
          const owner = owners.get(partition);
          if (!owner || owner.revoked.aborted) continue;
          this.#markBacklogged(endpoints.own(owner, id, organizationId));
        }
        after = page.after;
        failures = 0;
      } catch (error) {
        failures += 1;
        log.warn({ problem: describeError(error), failures }, 'take_over.failed');
        await sleep(backoffDelay(BACKOFF, failures), stopped).catch(() => {});
      }
    }
  }
}

// What the load consists of: new events, events that are sent a second time, also with other content, and a little poison.
import { createEventCodec, type Event, eventKey } from '@hopline/wire/event';
import { partitionFor } from '@hopline/wire/partitioner';
import { webhookBody } from '@hopline/wire/webhook-body';
import type { Random } from '../support/fuzz-random.ts';
import { makeEvent } from '../support/produce-events.ts';
import { SEND_HEADER, type Sendable } from './outside-ledger.ts';
import { EVENT_TYPES, type Tenants } from './tenants.ts';

const codec = createEventCodec();
const PERCENT_REPEATED = 5;
/** Of the repeats under a dedup_id every third one has other content: the first one stays, and it is counted. */
const CONFLICTING = 3;
const KEPT_FOR_REPEATS = 200;

/** Poison of one kind, which is one percent of the traffic. */
export interface PoisonKind {
  readonly kind: string;
  /** The reason that its dead letters have; undefined for what is odd and still an event. */
  readonly reason: string | undefined;
  /** @param good an event that the poison may be made from; its id is not used otherwise */
  make(good: Event, random: Random): { value: Buffer | null; key?: string | null; withoutHeaders?: true };
}

/** What stands in the topic by a mistake, in every scenario: trouble must not be taken for it, nor hide it. */
export const NOT_AVRO: PoisonKind = {
  kind: 'random bytes',
  reason: 'undecodable',
  make: (_, random) => ({ value: Buffer.concat([Buffer.from('?'), random.bytes(40)]) }),
};

export function createTraffic(
  { organizations }: Tenants,
  poison: readonly PoisonKind[],
  { random, partitions }: { random: Random; partitions: number },
): (number: number) => Sendable {
  const recent: Event[] = [];

  function newEvent(number: number): Event {
    const organization = random.pick(organizations);
    const pad = 'x'.repeat(random.below(400));
    return makeEvent(organization, {
      type: random.pick(EVENT_TYPES),
      ...(random.below(3) > 0 ? { dedupId: `send ${number}` } : {}),
      ...(random.below(4) === 0 ? { orderingKey: `cart ${random.below(20)}` } : {}),
      payload: `{"number":${number},"pad":"${pad}"}`,
    });
  }

  /** Another event under the same dedup_id. */
  function conflicting(event: Event, number: number): Event {
    const { id, type, accepted_at: acceptedAtMs } = event;
    const payload = Buffer.from(`{"number":${number},"conflicts":true}`);
    return { ...event, body: webhookBody({ id, type, acceptedAtMs, payload }) };
  }

  function repeated(event: Event, number: number): Event {
    return event.dedup_id !== null && random.below(CONFLICTING) === 0 ? conflicting(event, number) : event;
  }

  function sendable(given: Partial<Sendable> & Pick<Sendable, 'key' | 'value'>): Sendable {
    const partition = given.key === null ? random.below(partitions) : partitionFor(given.key, partitions);
    const regular = { headers: {}, oddity: undefined, event: undefined, reason: undefined };
    return { partition, ...regular, ...given };
  }

  return (number) => {
    const headers = { [SEND_HEADER]: String(number), 'x-kept': 'as it was' };
    // Of a hundred choices the first ones are poison, one for each kind.
    const choice = random.below(100);
    const bad = poison[choice];
    const repeat =
      choice < poison.length + PERCENT_REPEATED ? recent[random.below(recent.length)] : undefined;
    const event = (!bad && repeat) || newEvent(number);
    const key = eventKey(event.organization_id, event.ordering_key);
    if (bad) {
      const { value, withoutHeaders, ...made } = bad.make(event, random);
      return sendable({
        ...{
          key,
          value,
          headers: withoutHeaders ? {} : headers,
          oddity: bad.kind,
          reason: bad.reason,
          ...made,
        },
        event: bad.reason === undefined ? event : undefined,
      });
    }
    if (!repeat) recent[number % KEPT_FOR_REPEATS] = event;
    const sent = repeat ? repeated(repeat, number) : event;
    return sendable({ key, value: codec.encode(sent), headers, event: sent });
  };
}

// What the load consists of: new events, events that are sent a second time, and a little poison.
import { createEventCodec, type Event, eventKey } from '@hopline/wire/event';
import { partitionFor } from '@hopline/wire/partitioner';
import type { Random } from '../support/fuzz-random.ts';
import { makeEvent } from '../support/produce-events.ts';
import { SEND_HEADER, type Sendable } from './outside-ledger.ts';
import { EVENT_TYPES, type Tenants } from './tenants.ts';

const codec = createEventCodec();
const PERCENT_REPEATED = 5;
const KEPT_FOR_REPEATS = 200;

/** Poison of one kind, which is one percent of the traffic. */
export interface PoisonKind {
  readonly kind: string;
  /** The reason that its dead letters have; undefined for what is odd and still an event. */
  readonly reason: string | undefined;
  /** @param good an event that the poison may be made from; its id is not used otherwise */
  make(good: Event, random: Random): { value: Buffer | null; key?: string; withoutHeaders?: true };
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

  function sendable(given: Partial<Sendable> & Pick<Sendable, 'key' | 'value'>): Sendable {
    const partition = partitionFor(given.key, partitions);
    return { partition, headers: {}, event: undefined, reason: undefined, ...given };
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
      const { value, key: otherKey, withoutHeaders } = bad.make(event, random);
      return sendable({
        ...{ key: otherKey ?? key, value, headers: withoutHeaders ? {} : headers, reason: bad.reason },
        event: bad.reason === undefined ? event : undefined,
      });
    }
    if (!repeat) recent[number % KEPT_FOR_REPEATS] = event;
    return sendable({ key, value: codec.encode(event), headers, event });
  };
}

// What is sent in an ordered run: keys that are held by what is dead, and a load of all others.
import { sleep } from '@hopline/runtime/wait';
import type { Event } from '@hopline/wire/event';
import type { Random } from '../../../support/fuzz-random.ts';
import { makeEvent } from '../../../support/produce-events.ts';
import type { OrderedEndpoint, OrderedStage } from './open-ordered.ts';

const HELD = 'held';
/** The key that is held, as its rows have it. */
export const HELD_KEY = `k${HELD}`;
const SEND_EVERY_MS = 100;

export interface OrderedPlan {
  /** Of all endpoints together. */
  readonly keys: number;
  /** Events of each key at the beginning, all at once. */
  readonly burst: number;
  /** Then so many events a second, for so long. */
  readonly rate: number;
  readonly seconds: number;
  /** How often a process joins or leaves. */
  readonly rebalanceMs: number;
  /** One of so many ends is a kill. */
  readonly killEvery: number;
  /** Events behind the one that is dead, of each key that is held. */
  readonly held: number;
}

export interface HeldHead {
  readonly endpoint: OrderedEndpoint;
  readonly event: Event;
}

/** Of each endpoint that is held by what is dead, a key whose first event nobody takes, and many behind it. */
export async function sendHeld(
  { endpoints, fixture, receiver }: OrderedStage,
  behind: number,
): Promise<HeldHead[]> {
  const heads: HeldHead[] = [];
  for (const endpoint of endpoints.filter(({ skipAfter }) => skipAfter === null)) {
    const make = () => makeEvent(endpoint.organizationId, { orderingKey: HELD });
    const event = make();
    receiver.refused.add(event.id);
    await fixture.producer.send(event);
    await fixture.producer.send(...Array.from({ length: behind }, make));
    heads.push({ endpoint, event });
  }
  return heads;
}

export interface Load {
  readonly done: Promise<void>;
  isOver(): boolean;
}

export function sendLoad(
  { endpoints, fixture: { producer } }: OrderedStage,
  { keys, burst, rate, seconds }: OrderedPlan,
  random: Random,
  sent: Map<string, { at: number; key: string }>,
): Load {
  let isOver = false;
  const make = (number: number): Event => {
    const endpoint = endpoints[number % endpoints.length];
    const event = makeEvent(endpoint?.organizationId ?? '', { orderingKey: `key ${number}` });
    sent.set(event.id, { at: Date.now(), key: `key ${number}` });
    return event;
  };
  async function send(): Promise<void> {
    for (let round = 0; round < burst; round += 1) {
      await producer.send(...Array.from({ length: keys }, (_, number) => make(number)));
    }
    const until = performance.now() + 1000 * seconds;
    while (performance.now() < until) {
      const count = Math.max(1, Math.round((rate * SEND_EVERY_MS) / 1000));
      await producer.send(...Array.from({ length: count }, () => make(random.below(keys))));
      await sleep(SEND_EVERY_MS);
    }
  }
  const done = send().finally(() => {
    isOver = true;
  });
  done.catch(() => {});
  return { done, isOver: () => isOver };
}

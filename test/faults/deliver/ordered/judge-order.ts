// Whether any delivery was posted before those of its key in front of it were over. Pure.
import type { OrderedPost } from './ordered-receiver.ts';

/** A delivery's place, as the tables have it. */
export interface PlacedDelivery {
  readonly eventId: string;
  /** The receiver's path of its endpoint. */
  readonly endpoint: string;
  readonly key: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly state: string;
  /** Its endpoint skips what has failed so often; null: what is dead holds its key. */
  readonly skipAfter: number | null;
}

export interface OrderJudgement {
  readonly keys: number;
  /** Posts that came while one in front of them was not over, or after one behind them. */
  readonly inversions: number;
  readonly strangers: number;
  readonly examples: readonly string[];
}

const EXAMPLES = 5;

export function judgeOrder(
  deliveries: readonly PlacedDelivery[],
  posts: readonly OrderedPost[],
): OrderJudgement {
  const byKey = Map.groupBy(deliveries, ({ endpoint, key }) => `${endpoint} ${key}`);
  const byDelivery = Map.groupBy(posts, ({ endpoint, webhookId }) => `${endpoint} ${webhookId}`);
  const examples: string[] = [];
  let inversions = 0;
  let known = 0;
  for (const [key, ofKey] of byKey) {
    const inOrder = ofKey.toSorted(
      (a, b) => a.partition - b.partition || (a.offset < b.offset ? -1 : Number(a.offset > b.offset)),
    );
    /** The number in the sequence from which on all in front are over; undefined: never. */
    let over: number | undefined = 0;
    let lastArrival = 0;
    for (const delivery of inOrder) {
      const mine = byDelivery.get(`${delivery.endpoint} ${delivery.eventId}`) ?? [];
      known += mine.length;
      for (const { arrival } of mine) {
        if (over !== undefined && arrival > over && arrival > lastArrival) continue;
        inversions += 1;
        if (examples.length < EXAMPLES)
          examples.push(`${key}: ${delivery.offset} came as ${arrival}, those in front were over at ${over}`);
      }
      lastArrival = Math.max(lastArrival, ...mine.map(({ arrival }) => arrival));
      const ended = overAt(delivery, mine);
      over = over === undefined || ended === undefined ? undefined : Math.max(over, ended);
    }
  }
  return { keys: byKey.size, inversions, strangers: posts.length - known, examples };
}

/** When the delivery could be over at the earliest, by what was answered. */
function overAt({ skipAfter, state }: PlacedDelivery, posts: readonly OrderedPost[]): number | undefined {
  const taken = posts.find(({ status }) => status >= 200 && status < 300)?.answer;
  if (taken !== undefined) return taken;
  const refused = posts.flatMap(({ status, answer }) =>
    status >= 300 && answer !== undefined ? answer : [],
  );
  // Dead first, and cancelled by hand some time later.
  if (state === 'cancelled') return refused.at(-1);
  return skipAfter === null ? undefined : refused[skipAfter - 1];
}

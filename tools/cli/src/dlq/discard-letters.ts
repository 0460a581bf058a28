// Ends what dead letters are about. Deliveries are cancelled, as by hand, and can still be retried; records that could not be
// stored are deleted from their topic, for good.
import type { Publisher } from '@hopline/kafka/port';
import {
  type DiscardedDead,
  discardDead,
  findDiscardableDead,
} from '@hopline/postgres/deliveries/discard-dead';
import type { Pool } from '@hopline/postgres/pool';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import type { Letter } from './letter.ts';

export interface DiscardReport {
  /** Those that fit. */
  readonly letters: number;
  readonly discarded: number;
  /** Letters of deliveries that have moved on since, or are gone. */
  readonly passedOver: number;
  /** Letters that stand behind one that does not fit: Kafka deletes from the beginning alone. */
  readonly kept: number;
}

const PAGE = 200;

export interface DiscardDeps {
  readonly pool: Pool;
  /** Undefined in a dry run, which changes nothing. */
  readonly publisher: Pick<Publisher, 'publishAll' | 'partitionsOf'> | undefined;
  readonly codec: Pick<AvroCodec<WakeUp>, 'encode'>;
  readonly names: TopicNames;
}

/** Cancels the deliveries of these letters. @returns how many there were */
export async function discardDeliveryLetters(deps: DiscardDeps, letters: readonly Letter[]): Promise<number> {
  const { pool, publisher } = deps;
  const deliveries = letters.flatMap(({ delivery }) => (delivery === undefined ? [] : [delivery]));
  let discarded = 0;
  for (const [day, ofDay] of Map.groupBy(deliveries, (delivery) => delivery.day)) {
    for (let start = 0; start < ofDay.length; start += PAGE) {
      const page = ofDay.slice(start, start + PAGE);
      const found = await (publisher ? discardDead : findDiscardableDead)(pool, day, page);
      discarded += found.length;
      if (publisher) await wake(deps, publisher, found);
    }
  }
  return discarded;
}

/** Whatever waited behind them in an order may go on: their owners learn it after the commit. */
async function wake(
  { codec, names }: DiscardDeps,
  publisher: NonNullable<DiscardDeps['publisher']>,
  rows: readonly DiscardedDead[],
): Promise<void> {
  const topic = names.deliveries;
  const inOrder = rows.filter((row) => row.inOrder);
  const endpoints = new Map(inOrder.map((row) => [row.endpointId, row.organizationId]));
  await publisher.publishAll(
    [...endpoints].map(([endpointId, organizationId]) => ({
      topic,
      partition: partitionFor(endpointId, publisher.partitionsOf(topic)),
      key: endpointId,
      value: codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery: null }),
      headers: {},
    })),
  );
}

/** Learns, page by page, what can be deleted of a topic: of each partition all before the first letter that does not fit. */
export class LeadingLetters {
  /** Of each partition, the offset behind its last letter that can be deleted. */
  readonly before = new Map<number, bigint>();
  readonly #ended = new Set<number>();
  #letters = 0;
  #leading = 0;

  take({ record }: Pick<Letter, 'record'>, fits: boolean): void {
    const { partition, offset } = record;
    if (!fits) this.#ended.add(partition);
    else this.#letters += 1;
    if (this.#ended.has(partition)) return;
    this.#leading += 1;
    this.before.set(partition, offset + 1n);
  }

  report(): DiscardReport {
    const [letters, discarded] = [this.#letters, this.#leading];
    return { letters, discarded, passedOver: 0, kept: letters - discarded };
  }
}

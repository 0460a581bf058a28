import type { DecodedBatch, TakenRecord } from './item.ts';

/**
 * A batch in two: the records up to the `middle`-th event, and the others. The poison goes with the half that it stood
 * in, so that written one after the other each partition goes on in order, and its progress passes over nothing.
 */
export function divide({ events, poison }: DecodedBatch, middle: number): [DecodedBatch, DecodedBatch] {
  const second = events.slice(middle);
  const from = new Map<unknown, bigint>();
  for (const { owner, record } of second) {
    const lowest = from.get(owner);
    if (lowest === undefined || record.offset < lowest) from.set(owner, record.offset);
  }
  const isLater = ({ owner, record }: TakenRecord) => record.offset > (from.get(owner) ?? record.offset);
  return [
    { events: events.slice(0, middle), poison: poison.filter((item) => !isLater(item)) },
    { events: second, poison: poison.filter(isLater) },
  ];
}

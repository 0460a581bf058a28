import type { OwnedPartition } from '@hopline/kafka/port';
import type { DeliveryRef } from '@hopline/postgres/deliveries/delivery-ref';
import type { Link, Parent } from '@hopline/telemetry/tracing';

/** A delivery that may be due: it waits in memory for a slot. */
export interface Job extends DeliveryRef {
  /** The record that brought it, whose offset stays open until the job is over; a refilled job has none. */
  readonly wakeUp?: WakeUpRecord;
  /** What had its endpoint looked at, a sweep or a replay, when that is recorded. */
  readonly cause?: Link;
  /** Of an ordered endpoint: the key that it was the head of. */
  readonly orderKey?: string;
}

export interface WakeUpRecord {
  readonly owner: OwnedPartition;
  readonly offset: bigint;
  readonly trace: Parent;
  /** The offsets of its partition that are open, this one among them until its job is over. */
  readonly open: Set<bigint>;
}

/** The job is over, whatever came of it: its record needs no second reading. */
export function finishRecord({ wakeUp }: Job): void {
  wakeUp?.open.delete(wakeUp.offset);
  wakeUp?.owner.done(wakeUp.offset);
}

/** This process will not get to the job: whoever owns the partition next reads its record again. */
export function abandonRecord({ wakeUp }: Job): void {
  wakeUp?.open.delete(wakeUp.offset);
  wakeUp?.owner.abandon(wakeUp.offset);
}

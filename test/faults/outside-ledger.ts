// What was sent and what became of it, kept outside of the system that is judged by it.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Event } from '@hopline/wire/event';

/** Accepted: acknowledged by Kafka. Refused: surely not written. Unknown: either. */
export type Outcome = 'accepted' | 'refused' | 'unknown' | 'waiting';

/** A record as it is handed to the publisher. */
export interface Sendable {
  readonly partition: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** What is odd about it, or undefined for an event as the api sends it. */
  readonly oddity: string | undefined;
  /** The event that it is, or undefined for poison. */
  readonly event: Event | undefined;
  /** For poison: the reason that its dead letter must have. */
  readonly reason: string | undefined;
}

export interface Send extends Sendable {
  readonly number: number;
  outcome: Outcome;
  /** Where the acknowledgement says that it stands. */
  offset: bigint | undefined;
}

/** The header that tells a record's send. A record of which even the headers are left out is known by its bytes. */
export const SEND_HEADER = 'x-send';

export class OutsideLedger {
  readonly sends: Send[] = [];
  readonly #byBytes = new Map<string, Send>();

  add(record: Sendable): Send {
    const send: Send = { ...record, number: this.sends.length, outcome: 'waiting', offset: undefined };
    this.sends.push(send);
    if (!(SEND_HEADER in send.headers)) this.#byBytes.set(hashOf(send.value), send);
    return send;
  }

  /** The send that a record of the log comes from. */
  find(record: { value: Buffer | null; headers: Readonly<Record<string, Buffer>> }): Send | undefined {
    const header = record.headers[SEND_HEADER];
    return header ? this.sends[Number(header.toString())] : this.#byBytes.get(hashOf(record.value));
  }

  count(outcome: Outcome): number {
    return this.sends.filter((send) => send.outcome === outcome).length;
  }

  /** One line a send. */
  write(file: string): void {
    const lines = this.sends.map(({ number, event, oddity, partition, offset, outcome }) =>
      JSON.stringify({ number, id: event?.id, oddity, partition, offset: offset?.toString(), outcome }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
  }
}

function hashOf(value: Buffer | null): string {
  return createHash('sha256')
    .update(value ?? '')
    .digest('base64');
}

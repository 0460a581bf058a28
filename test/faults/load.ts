// Events at a steady rate straight into the events topic, with every acknowledgement written into the ledger outside.
import { KafkaUnavailableError, PublisherFullError } from '@hopline/kafka/errors';
import type { Ack, Publisher } from '@hopline/kafka/port';
import type { OutsideLedger, Send, Sendable } from './outside-ledger.ts';

const TICK_MS = 20;
/** After a stall the load goes on at its rate; it does not make up for everything at once. */
const MAX_AT_ONCE = 200;

export interface Load {
  /** No more is sent; resolves when everything has its outcome. */
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly publisher: Publisher;
  readonly topic: string;
  readonly ledger: OutsideLedger;
  /** The next record, and the number that it will have in the ledger. */
  readonly next: (number: number) => Sendable;
  /** Records a second. */
  readonly rate: number;
  /** False as long as nothing more is to be sent: on a busy machine what waits would only grow. */
  readonly mayGoOn?: () => boolean;
}

export function startLoad({ publisher, topic, ledger, next, rate, mayGoOn = () => true }: LoadOptions): Load {
  const answers = new Set<Promise<void>>();
  let last = performance.now();
  let owed = 0;

  async function publish(sends: readonly Send[]): Promise<void> {
    const records = sends.map(({ partition, key, value, headers }) => ({
      ...{ topic, partition, key, value, headers },
    }));
    try {
      const results = await publisher.publishEach(records);
      for (const [i, send] of sends.entries()) note(send, results[i]);
    } catch (error) {
      // Thrown for all of them: when the buffer is full, none was taken.
      const outcome = error instanceof PublisherFullError ? 'refused' : 'unknown';
      for (const send of sends) send.outcome = outcome;
    }
  }

  const timer = setInterval(() => {
    const now = performance.now();
    owed = Math.min(owed + ((now - last) * rate) / 1000, MAX_AT_ONCE);
    last = now;
    if (!mayGoOn()) return;
    const sends = Array.from({ length: Math.floor(owed) }, () => ledger.add(next(ledger.sends.length)));
    owed -= sends.length;
    if (sends.length === 0) return;
    const answer = publish(sends);
    answers.add(answer);
    void answer.then(() => answers.delete(answer));
  }, TICK_MS);

  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(answers);
    },
  };
}

function note(send: Send, result: PromiseSettledResult<Ack> | undefined): void {
  if (result?.status === 'fulfilled') {
    send.outcome = 'accepted';
    send.offset = result.value.offset;
    return;
  }
  const isUnknown = !(result?.reason instanceof KafkaUnavailableError) || result.reason.written === 'unknown';
  send.outcome = isUnknown ? 'unknown' : 'refused';
}

// Fresh events at a steady rate, from the events topic to the receiver: the way that a replay must not slow.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEventEncoder } from '@hopline/wire/event-encoder';
import { Histogram } from '../load/histogram.ts';
import { makeEvent, makeTraceparent, type Tenancy } from '../persist/corpus.ts';
import { type EventSource, topics } from '../persist/source.ts';

const TICK_MS = 10;

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** An event that is to come; its latency counts from then, by performance.now(). */
  expect(webhookId: string, since: number): void;
  /** Latencies in milliseconds since the last call, of what was expected; and how many others came. */
  take(): { readonly fresh: Histogram; readonly others: number };
  /** How many that were expected have not come yet. */
  missing(): number;
}

/** Answers every webhook with 204. */
export async function startReceiver(): Promise<Receiver> {
  const expected = new Map<string, number>();
  let fresh = new Histogram();
  let others = 0;
  const server = createServer((request, response) => {
    const id = String(request.headers['webhook-id']);
    const since = expected.get(id);
    if (since === undefined) others += 1;
    else fresh.record(performance.now() - since);
    expected.delete(id);
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    expect: (webhookId, since) => void expected.set(webhookId, since),
    take() {
      const taken = { fresh, others };
      fresh = new Histogram();
      others = 0;
      return taken;
    },
    missing: () => expected.size,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An open loop: so many events a second for so long, of the organizations in turn, whatever becomes of them. */
export async function sendFresh(
  source: EventSource,
  receiver: Receiver,
  tenancies: readonly Tenancy[],
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<void> {
  const encode = createEventEncoder();
  const startedAt = performance.now();
  const total = Math.round(perSecond * seconds);
  const acks: Promise<unknown>[] = [];
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * perSecond) / 1000) + 1);
    for (; sent < due; sent += 1) {
      const tenancy = tenancies[sent % tenancies.length] as Tenancy;
      const event = makeEvent(tenancy);
      // From when it was due: a sender that is late has waited.
      receiver.expect(event.id, startedAt + (1000 * sent) / perSecond);
      const { organizationId: key, partition } = tenancy;
      const headers = { traceparent: makeTraceparent() };
      const value = encode(event);
      const ack = source.publisher.publish({ topic: topics.events, partition, key, value, headers });
      // All are waited for when the last one is sent; until then a failure must not end the process.
      ack.catch(() => {});
      acks.push(ack);
    }
    await sleep(TICK_MS);
  }
  await Promise.all(acks);
}

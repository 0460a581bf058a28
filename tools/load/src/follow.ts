// Waits for what is still on its way to the receiver.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, judgeDelivery } from './delivery.ts';
import type { ReceiverProcess } from './receiver-process.ts';
import type { Tally } from './tally.ts';

export interface Following {
  readonly receiver: ReceiverProcess;
  readonly tally: Tally;
  /** Ends the wait when nothing has come for so long. */
  readonly giveUpMs: number;
  /** Ends it at once. */
  readonly stop: AbortSignal;
  /** Whether the system still has deliveries to make: one that has been made may come again while it has. */
  readonly hasOpenDeliveries: () => Promise<boolean>;
  readonly say: (line: string) => void;
}

const LOOK_MS = 200;
const SAY_EVERY_MS = 2000;
/** A webhook has come before its result is written: the results of the last ones are waited for, so that none is repeated. */
const RESULTS_MS = 10_000;

/** @returns what became of the accepted events */
export async function followDeliveries(following: Following): Promise<Delivery> {
  const allCame = await waitForArrivals(following);
  if (allCame) await waitForResults(following);
  return judgeDelivery(following.tally.acceptedAt, await following.receiver.report());
}

/** @returns whether all came */
async function waitForArrivals({ receiver, tally, giveUpMs, stop, say }: Following): Promise<boolean> {
  let seen = -1;
  let seenAt = performance.now();
  let saidAt = seenAt;
  while (!stop.aborted) {
    const now = performance.now();
    const count = await receiver.count();
    // Those that came without having been accepted count as well, so that the number alone does not say that all are here.
    if (count >= tally.accepted) {
      const { lost } = judgeDelivery(tally.acceptedAt, await receiver.report());
      if (lost === 0) return true;
    }
    if (count > seen) {
      seen = count;
      seenAt = now;
    }
    if (now - seenAt > giveUpMs) return false;
    if (now - saidAt > SAY_EVERY_MS) {
      saidAt = now;
      say(`  delivered ${count.toLocaleString('en')} of ${tally.accepted.toLocaleString('en')}`);
    }
    await sleep(LOOK_MS);
  }
  return false;
}

async function waitForResults({ stop, hasOpenDeliveries }: Following): Promise<void> {
  const giveUpAt = performance.now() + RESULTS_MS;
  while (!stop.aborted && performance.now() < giveUpAt) {
    if (!(await hasOpenDeliveries())) return;
    await sleep(LOOK_MS);
  }
}

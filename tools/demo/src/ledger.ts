// What the demo knows from its own side: what it was told was accepted, and what its receiver got. The system under
// test has no part in it.

export interface AcceptedEvent {
  readonly id: string;
  readonly dedupId: string;
  readonly organization: number;
  readonly payload: string;
  /** Milliseconds since the epoch, and the time that the accepted request took. */
  acceptedAt: number;
  acceptMs: number;
}

export interface Receipt {
  readonly id: string;
  readonly organization: number;
  readonly at: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly validSignature: boolean;
  readonly body: string;
}

export class DemoLedger {
  /** POSTs that were answered 202. */
  posted = 0;
  /** POSTs that failed or were refused for a while, and were sent again. */
  sentAgain = 0;
  readonly accepted = new Map<string, AcceptedEvent>();
  readonly receipts = new Map<string, Receipt[]>();
  lastReceiptAt = Date.now();

  accept(event: AcceptedEvent): void {
    this.posted += 1;
    // The first 202 is the promise; a repeat gets the same id.
    if (!this.accepted.has(event.id)) this.accepted.set(event.id, event);
  }

  receive(receipt: Receipt): void {
    const before = this.receipts.get(receipt.id);
    if (before) before.push(receipt);
    else this.receipts.set(receipt.id, [receipt]);
    this.lastReceiptAt = receipt.at;
  }

  /** Accepted events that no 2xx has been given for yet. */
  missing(): AcceptedEvent[] {
    return [...this.accepted.values()].filter(({ id }) => !this.receipts.get(id)?.some(isSuccess));
  }
}

export function isSuccess(receipt: Receipt): boolean {
  return receipt.status >= 200 && receipt.status < 300;
}

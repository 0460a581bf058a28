import { MAX_EVENT_BYTES } from '@hopline/wire/limits';
import { mayHaveSlot } from './organization-share.ts';

/** All payloads in memory together. */
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;
/** The largest body: the event's and what is put around it. */
const MAX_BODY_BYTES = MAX_EVENT_BYTES + 1024;

/**
 * How many posts a process may have under way, from their claims on, and how many bytes of payload they may hold. A
 * slot is free when its post has ended, so that posts do not wait for the results of others to be written; but no more
 * results than there are slots wait for that, since each is a post that a crash repeats.
 */
export class Slots {
  readonly #capacity: number;
  /** How many each organization has. */
  readonly #byOrganization = new Map<string, number>();
  #used = 0;
  #unwritten = 0;
  #bytes = 0;
  /** Called whenever nothing is under way any more: its results are written, or its claim gave nothing. */
  onIdle: () => void = () => {};

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get used(): number {
    return this.#used;
  }

  /** Posts that have ended and whose results are not written. */
  get unwritten(): number {
    return this.#unwritten;
  }

  get isIdle(): boolean {
    return this.#used + this.#unwritten === 0;
  }

  /** How many deliveries can be claimed now, even if each has the largest payload there is. */
  get free(): number {
    const bySize = Math.floor((MAX_PAYLOAD_BYTES - this.#bytes) / MAX_BODY_BYTES);
    const byResults = 2 * this.#capacity - this.#used - this.#unwritten;
    return Math.max(0, Math.min(this.#capacity - this.#used, byResults, bySize));
  }

  /** Whether an organization may have one more, while others wait for one or none does. */
  mayTake(organizationId: string, othersWait: boolean): boolean {
    const slots = { all: this.#capacity, free: this.#capacity - this.#used };
    return mayHaveSlot(this.#byOrganization.get(organizationId) ?? 0, slots, othersWait);
  }

  take(organizationId: string): void {
    this.#used += 1;
    this.#byOrganization.set(organizationId, (this.#byOrganization.get(organizationId) ?? 0) + 1);
  }

  /** Nothing was posted, or nobody will write what came of it. */
  release(organizationId: string): void {
    this.#vacate(organizationId);
    this.#tellIfIdle();
  }

  /** The post has ended; what came of it is to be written. */
  postEnded(organizationId: string): void {
    this.#unwritten += 1;
    this.#vacate(organizationId);
  }

  resultEnded(): void {
    this.#unwritten -= 1;
    this.#tellIfIdle();
  }

  #tellIfIdle(): void {
    if (this.isIdle) this.onIdle();
  }

  #vacate(organizationId: string): void {
    this.#used -= 1;
    const left = (this.#byOrganization.get(organizationId) ?? 0) - 1;
    if (left > 0) this.#byOrganization.set(organizationId, left);
    else this.#byOrganization.delete(organizationId);
  }

  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }
}

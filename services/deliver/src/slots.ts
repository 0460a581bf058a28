import { MAX_EVENT_BYTES } from '@hopline/wire/limits';
import { mayHaveSlot } from './organization-share.ts';

/** All payloads in memory together. */
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;
/** The largest body: the event's and what is put around it. */
const MAX_BODY_BYTES = MAX_EVENT_BYTES + 1024;

/** How many attempts a process may have under way, and how many bytes of payload they may hold. */
export class Slots {
  readonly #capacity: number;
  /** How many each organization has. */
  readonly #byOrganization = new Map<string, number>();
  #used = 0;
  #bytes = 0;
  /** Called whenever the last slot is released: by an attempt that is over, or by a claim that gave nothing. */
  onIdle: () => void = () => {};

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get used(): number {
    return this.#used;
  }

  /** How many deliveries can be claimed now, even if each has the largest payload there is. */
  get free(): number {
    const bySize = Math.floor((MAX_PAYLOAD_BYTES - this.#bytes) / MAX_BODY_BYTES);
    return Math.max(0, Math.min(this.#capacity - this.#used, bySize));
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

  release(organizationId: string): void {
    this.#used -= 1;
    const left = (this.#byOrganization.get(organizationId) ?? 0) - 1;
    if (left > 0) this.#byOrganization.set(organizationId, left);
    else this.#byOrganization.delete(organizationId);
    if (this.#used === 0) this.onIdle();
  }

  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }
}

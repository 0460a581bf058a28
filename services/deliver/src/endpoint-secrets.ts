// What a delivery's endpoint has sealed, opened: what signs, and headers of its own.
import type { ClaimedDelivery } from '@hopline/postgres/deliveries/claim-deliveries';
import { SecretUnreadableError } from '@hopline/wire/errors';
import type { SecretBox } from '@hopline/wire/secret-box';
import { createSigner, type Signer } from './sign.ts';

type OwnHeaders = Readonly<Record<string, string>>;
type Sealed = Pick<ClaimedDelivery, 'endpointId' | 'secret' | 'oldSecrets' | 'headers'>;

/** Of so many secrets and headers the opened form is kept: more than endpoints that are busy at a time. */
const MAX_KEPT = 10_000;

const NO_HEADERS: OwnHeaders = Object.freeze({});

/** Opens what is sealed, and keeps what it has opened: to open a secret and to make a key of it costs more than to sign. */
export class EndpointSecrets {
  readonly #box: SecretBox;
  readonly #maxKept: number;
  readonly #signers = new Map<string, Signer>();
  readonly #headers = new Map<string, OwnHeaders>();

  constructor(box: SecretBox, maxKept = MAX_KEPT) {
    this.#box = box;
    this.#maxKept = maxKept;
  }

  /**
   * What signs for the endpoint at this time, the newest secret first.
   * @throws {SecretUnreadableError} when one of them cannot be opened, or is none; then nothing may be posted
   */
  signersOf({ endpointId, secret, oldSecrets }: Sealed, nowMs: number): Signer[] {
    const signers = [this.#signer(secret, endpointId)];
    for (const old of oldSecrets ?? []) {
      if (old.until > nowMs) signers.push(this.#signer(old.secret, endpointId));
    }
    return signers;
  }

  /** The endpoint's own headers. @throws {SecretUnreadableError} when they cannot be opened */
  headersOf({ endpointId, headers }: Sealed): OwnHeaders {
    if (headers === null) return NO_HEADERS;
    return this.#kept(this.#headers, headers, endpointId, () =>
      JSON.parse(this.#box.open(headers, 'headers', endpointId)),
    );
  }

  #signer(stored: string, endpointId: string): Signer {
    return this.#kept(this.#signers, stored, endpointId, () => {
      const secret = this.#box.open(stored, 'secret', endpointId);
      try {
        return createSigner(secret);
      } catch (error) {
        throw new SecretUnreadableError('it is no signing secret', error);
      }
    });
  }

  /** By the endpoint as well: a text that was copied from another endpoint's row must not be found here. */
  #kept<T>(map: Map<string, T>, stored: string, endpointId: string, open: () => T): T {
    const key = `${endpointId} ${stored}`;
    const kept = map.get(key);
    if (kept !== undefined) return kept;
    const opened = open();
    if (map.size >= this.#maxKept) {
      // The oldest of them: what is still in use is opened again.
      const [oldest] = map.keys();
      if (oldest !== undefined) map.delete(oldest);
    }
    map.set(key, opened);
    return opened;
  }
}

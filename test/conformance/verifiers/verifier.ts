import type { Received } from '../../support/receiver.ts';

/** The headers that a signature is checked with, and the bytes that came. */
export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A receiver's library, in one language. */
export interface Verifier {
  readonly name: string;
  /**
   * @param key `whsec_…` to check `v1` with, `whpk_…` for `v1a`
   * @returns what is wrong; undefined when the webhook is good
   */
  problemOf(webhook: SignedWebhook, key: string): Promise<string | undefined>;
}

/** What of a received webhook its signature is checked with. */
export function signedPart({ headers, body }: Pick<Received, 'headers' | 'body'>): SignedWebhook {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return { headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])), body };
}

// For those who receive webhooks: the only part that loads the reference library of Standard Webhooks.
import { WebhookVerificationError as VerificationError, Webhook } from 'standardwebhooks';
import { WebhookVerificationError } from './errors.ts';

export { WebhookVerificationError };

/** The body of a webhook. */
export interface WebhookEvent<Data = Record<string, unknown>> {
  /** The id of the event, which `webhook-id` has too: the same at every attempt. Keep those that were handled. */
  readonly id: string;
  readonly type: string;
  /** When the event was accepted, ISO 8601. */
  readonly timestamp: string;
  /** The payload. */
  readonly data: Data;
}

/** Of any framework: a Headers, of whatever make, or an object by name. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

const NAMES = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/**
 * Reads a webhook that was signed with one of the secrets, within the last five minutes.
 * @param rawBody the body as it arrived. What was parsed and printed again has other bytes, and is refused
 * @param secrets `whsec_…`, several while one is replaced
 * @throws {WebhookVerificationError} HPL_WEBHOOK_HEADERS, HPL_WEBHOOK_TIMESTAMP, HPL_WEBHOOK_SIGNATURE or HPL_WEBHOOK_BODY: answer
 *   400, nothing of it may be trusted
 * @throws {TypeError} for a secret that is none: a mistake of the receiver's, and not of whoever has sent the webhook
 */
export function verifyWebhook<Data = Record<string, unknown>>(
  rawBody: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
): WebhookEvent<Data> {
  const webhooks = [secrets].flat().map(webhookOf);
  if (webhooks.length === 0) throw new TypeError('there is no secret to verify with');
  const signed = readHeaders(headers);
  const body = typeof rawBody === 'string' ? rawBody : decode(rawBody);
  if (!webhooks.some((webhook) => isSigned(webhook, body, signed))) {
    throw refused(
      'HPL_WEBHOOK_SIGNATURE',
      'no signature fits: another secret, or the body is not the raw one',
    );
  }
  return parseEvent<Data>(body);
}

function decode(bytes: Uint8Array | ArrayBuffer): string {
  if (!ArrayBuffer.isView(bytes) && !(bytes instanceof ArrayBuffer)) {
    throw refused(
      'HPL_WEBHOOK_BODY',
      'the body is neither text nor bytes: hand it over as it arrived, not parsed',
    );
  }
  try {
    // A byte order mark was signed like every other character.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refused('HPL_WEBHOOK_BODY', 'the body is not UTF-8', cause);
  }
}

function readHeaders(headers: WebhookHeaders): Record<string, string> {
  const read: Record<string, string> = {};
  for (const name of NAMES) {
    const value = headerOf(headers, name);
    if (value === undefined || value === '')
      throw refused('HPL_WEBHOOK_HEADERS', `the header ${name} is missing`);
    read[name] = value;
  }
  return read;
}

function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1];
  return typeof found === 'object' ? found.join(', ') : found;
}

function webhookOf(secret: string): Webhook {
  if (!secret) throw new TypeError('the secret is missing; is it set in the environment?');
  if (typeof secret !== 'string' || !secret.startsWith('whsec_')) {
    throw new TypeError('a secret begins with whsec_; v1a (whpk_) is not verified by this client');
  }
  try {
    return new Webhook(secret);
  } catch (cause) {
    throw new TypeError('a secret is whsec_ and base64', { cause });
  }
}

/** @throws {WebhookVerificationError} when it is too old or too new, whatever signed it */
function isSigned(webhook: Webhook, body: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    if (error.message === 'No matching signature found') return false;
    throw refused('HPL_WEBHOOK_TIMESTAMP', `${error.message}; it may be five minutes off`, error);
  }
}

function parseEvent<Data>(body: string): WebhookEvent<Data> {
  let event: Partial<WebhookEvent<Data>> | null;
  try {
    event = JSON.parse(body);
  } catch (cause) {
    throw refused('HPL_WEBHOOK_BODY', 'the body is not JSON', cause);
  }
  const { id, type, timestamp, data } = event ?? {};
  if (
    typeof id !== 'string' ||
    typeof type !== 'string' ||
    typeof timestamp !== 'string' ||
    data === undefined
  ) {
    throw refused('HPL_WEBHOOK_BODY', 'the body is signed, but is no event of Hopline');
  }
  return { id, type, timestamp, data };
}

function refused(code: string, detail: string, cause?: unknown): WebhookVerificationError {
  return new WebhookVerificationError({ code, detail, cause });
}

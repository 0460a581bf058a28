// What a post came to, in one word. Only a 2xx is a success: a redirect is not followed, since the signature was made
// for one receiver, and it would be a way around the check of the address.
import { isIPv4 } from 'node:net';
import { describeError } from '@hopline/runtime/errors';
import { SecretUnreadableError } from '@hopline/wire/errors';
import {
  NameServersDownError,
  NameUnresolvedError,
  WebhookBlockedError,
  WebhookTimeoutError,
} from './errors.ts';
import { parseRetryAfter } from './retry-after.ts';

export const OUTCOMES = [
  'succeeded',
  'status',
  'timeout',
  'dns',
  'tls',
  'blocked',
  'unsigned',
  'connection',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface Verdict {
  readonly outcome: Outcome;
  readonly statusCode: number | null;
  /** For a person. */
  readonly error: string | null;
  /** The receiver asks for this long a wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** It failed here, before the receiver had a part in it: it says nothing of how the endpoint is doing. */
  readonly ownFault?: true;
}

/**
 * Judges an answer by its status line. The body does not matter: a receiver that has said 2xx has the event.
 * @param retryAfter the answer's `Retry-After` header
 */
export function classifyResponse(statusCode: number, retryAfter: string | undefined, nowMs: number): Verdict {
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'succeeded', statusCode, error: null };
  const retryAfterMs = parseRetryAfter(retryAfter, nowMs);
  return {
    outcome: 'status',
    statusCode,
    error: null,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

const TIMEOUT_CODES = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT']);
const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED|EPROTO)/;
/** What this machine has run out of, or does not let out: files, memory, its network, a firewall of its own. */
const OWN_CODES = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'ENETDOWN', 'EACCES', 'EPERM']);
const MAX_ERROR_LENGTH = 500;

/** Judges a post that got no answer. */
export function classifyError(error: unknown): Verdict {
  return {
    outcome: outcomeOf(error),
    statusCode: null,
    error: errorOf(error),
    ...(isOwnFault(error) ? { ownFault: true } : {}),
  };
}

function errorOf(error: unknown): string {
  // The organization sees it: which keys there are is none of its business. The log has the rest.
  if (error instanceof SecretUnreadableError)
    return 'not signed: what is sealed of the endpoint does not open';
  return storable(describeError(error));
}

function isOwnFault(error: unknown): boolean {
  if (error instanceof SecretUnreadableError || error instanceof NameServersDownError) return true;
  if (error instanceof AggregateError && error.errors.length > 0) return isOwnFault(error.errors[0]);
  const { code = '', address = '' } = (error ?? {}) as { code?: unknown; address?: unknown };
  // All ports of this machine are taken. With an IPv6 address it says that the machine has none: so it will stay.
  if (code === 'EADDRNOTAVAIL') return isIPv4(String(address));
  return OWN_CODES.has(String(code));
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof WebhookBlockedError) return 'blocked';
  if (error instanceof SecretUnreadableError) return 'unsigned';
  if (error instanceof NameUnresolvedError || error instanceof NameServersDownError) return 'dns';
  if (error instanceof WebhookTimeoutError) return 'timeout';
  // Several addresses were tried; the first one tells as well as any.
  if (error instanceof AggregateError && error.errors.length > 0) return outcomeOf(error.errors[0]);
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (TIMEOUT_CODES.has(code)) return 'timeout';
  return TLS_CODE.test(code) ? 'tls' : 'connection';
}

// Postgres takes neither U+0000 nor half a surrogate pair, and a message may quote what the receiver sent.
function storable(message: string): string {
  return message.replaceAll('\0', '').slice(0, MAX_ERROR_LENGTH).toWellFormed();
}

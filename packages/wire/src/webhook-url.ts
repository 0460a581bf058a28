// Where a webhook may go. Checked when an endpoint is made, and again by deliver at every attempt and for every address
// that a name resolves to: a name can change its address, and a rule can change after the endpoint was made.
import { isIP } from 'node:net';
import { isPrivateAddress } from './private-address.ts';
import { isWebhookPort } from './webhook-port.ts';

const MAX_URL_LENGTH = 2048;

/**
 * What is wrong with a webhook's URL, in words for the person who gave it, or undefined when it may be used. A host name
 * is not resolved here; only its literal addresses are judged.
 * @param options.allowPrivate lets http, private addresses and any port pass (ALLOW_PRIVATE_WEBHOOKS)
 */
export function checkWebhookUrl(
  url: string,
  { allowPrivate }: { allowPrivate: boolean },
): string | undefined {
  if (url.length > MAX_URL_LENGTH) return `is longer than ${MAX_URL_LENGTH} characters`;
  // The URL parser drops tabs and line breaks without a word: what is stored would not be what is used.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u0020\u007f]/.test(url)) return 'contains a space or a control character';
  const parsed = URL.parse(url);
  if (!parsed) return 'is not an absolute URL';
  if (parsed.protocol !== 'https:' && !(allowPrivate && parsed.protocol === 'http:')) {
    return 'does not begin with https://';
  }
  if (parsed.username !== '' || parsed.password !== '') return 'contains a user name or a password';
  if (url.includes('#')) return 'contains a fragment (#…)';
  if (allowPrivate) return undefined;
  if (isPrivateHost(parsed.hostname)) return 'names a private address';
  if (!isWebhookPort(parsed.port)) return 'names a port that webhooks may not use';
  return undefined;
}

/** The URL parser has already turned every notation of an IPv4 address (decimal, hex, full-width) into dotted form. */
function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return isPrivateAddress(hostname.slice(1, -1));
  if (isIP(hostname) !== 0) return isPrivateAddress(hostname);
  // RFC 6761: every name below localhost is the machine itself.
  const name = hostname.replace(/\.+$/, '');
  return name === '' || name === 'localhost' || name.endsWith('.localhost');
}

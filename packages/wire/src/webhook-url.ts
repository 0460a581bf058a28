// Where a webhook may go. Checked when an endpoint is made, and again by deliver at every attempt and for every address
// that a name resolves to: a name can change its address, and a rule can change after the endpoint was made.
import { BlockList, isIP } from 'node:net';

const MAX_URL_LENGTH = 2048;

// By family, because a BlockList compares an IPv4 address with IPv6 ranges as ::ffff:0:0/96, which would block them all.
const PRIVATE_IPV4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

// Besides the private ranges: every range that carries an IPv4 address inside, which a translator could reach.
const PRIVATE_IPV6 = blockList('ipv6', [
  ['::', 96], // unspecified, loopback, IPv4-compatible
  ['::ffff:0:0', 96], // IPv4-mapped
  ['64:ff9b::', 96], // NAT64, RFC 6052
  ['64:ff9b:1::', 48], // local-use NAT64, RFC 8215
  ['2001::', 32], // Teredo
  ['2002::', 16], // 6to4
  ['fc00::', 7], // unique local
  ['fe80::', 10], // link-local
  ['fec0::', 10], // site-local
  ['ff00::', 8], // multicast
]);

function blockList(family: 'ipv4' | 'ipv6', ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family);
  return list;
}

/**
 * True for an address that a webhook must not reach: private, loopback, link-local, multicast, reserved, or one that
 * stands for an IPv4 address. What is not an IP address at all counts as private.
 * @param ip an IPv4 or IPv6 address without brackets
 */
export function isPrivateAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return PRIVATE_IPV4.check(ip, 'ipv4');
  if (family === 6) return PRIVATE_IPV6.check(ip, 'ipv6');
  return true;
}

/**
 * What is wrong with a webhook's URL, in words for the person who gave it, or undefined when it may be used. A host name
 * is not resolved here; only its literal addresses are judged.
 * @param options.allowPrivate lets http and private addresses pass (ALLOW_PRIVATE_WEBHOOKS)
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
  if (!allowPrivate && isPrivateHost(parsed.hostname)) return 'names a private address';
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

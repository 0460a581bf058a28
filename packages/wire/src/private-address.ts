// Addresses that a webhook must not reach.
import { BlockList, isIP } from 'node:net';

// By family, because a BlockList compares an IPv4 address with IPv6 ranges as ::ffff:0:0/96, which would block them all.
const PRIVATE_IPV4 = ranges('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation, as 198.51.100.0/24 and 203.0.113.0/24: nobody has them outside
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

// All that is given out for use on the internet. Everything else is private or reserved, or carries an IPv4 address that a
// translator could reach: ::ffff:0:0/96 (mapped), ::ffff:0:0:0/96 (translated, RFC 2765), 64:ff9b::/96 and 64:ff9b:1::/48
// (NAT64), fc00::/7, fe80::/10, fec0::/10, ff00::/8, and what nobody has thought of yet.
const GLOBAL_IPV6 = ranges('ipv6', [['2000::', 3]]);

const SPECIAL_IPV6 = ranges('ipv6', [
  ['2001::', 23], // for protocols: Teredo, benchmarks, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['3fff::', 20], // documentation
]);

/** What the fifth and sixth group of an ISATAP address are, whose last two are an IPv4 address (RFC 5214). */
const ISATAP = { first: [0, 0x200], second: 0x5efe };

function ranges(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
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
  if (family !== 6 || ip.includes('%')) return true;
  return !GLOBAL_IPV6.check(ip, 'ipv6') || SPECIAL_IPV6.check(ip, 'ipv6') || carriesIsatap(ip);
}

function carriesIsatap(ip: string): boolean {
  const groups = groupsOf(ip);
  return ISATAP.first.includes(groups[4] ?? -1) && groups[5] === ISATAP.second;
}

/** The eight groups of an IPv6 address. */
function groupsOf(ip: string): number[] {
  // The URL parser gives one notation: hex groups, and the longest run of zeros as `::`.
  const host = URL.parse(`http://[${ip}]/`)?.hostname.slice(1, -1) ?? '';
  const [left = [], right = []] = host.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

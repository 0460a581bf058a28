// Names to addresses for webhooks. Not dns.lookup: it runs on the thread pool of libuv, where one name server that does
// not answer holds up every other look-up. And not unchecked: the addresses that are checked here are the ones that are
// dialled, so that a name which points elsewhere a moment later (DNS rebinding) gains nothing.
import { promises as dns, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { sleep } from '@hopline/runtime/wait';
import { isPrivateAddress } from '@hopline/wire/private-address';
import { NameServersDownError, NameUnresolvedError, WebhookBlockedError } from './errors.ts';
import { NameServers } from './name-servers.ts';

const MAX_TTL_MS = 60_000;
/** Posts that begin together share a look-up, whatever the record's TTL. */
const MIN_TTL_MS = 1000;
const MAX_NAMES = 10_000;
/** How long an IPv6 answer is waited for when there is an IPv4 one (RFC 8305, section 3). */
const RESOLUTION_DELAY_MS = 50;
/**
 * How long name servers are waited for. A look-up is part of a connection, whose time-out is 3 s (connection-pools.ts): what
 * comes of it later, such as that they are down, would be heard by nobody.
 */
const LOOK_UP_MS = 2200;

interface Found {
  readonly addresses: LookupAddress[];
  readonly ttlMs: number;
}

interface Entry {
  readonly addresses: Promise<LookupAddress[]>;
  expires: number;
}

export class WebhookResolver {
  readonly #allowPrivate: boolean;
  readonly #resolver = new dns.Resolver({ timeout: 2000, tries: 2 });
  readonly #nameServers = new NameServers();
  readonly #entries = new Map<string, Entry>();

  /** @param options.servers name servers to ask instead of the machine's, as `host:port` */
  constructor(options: { allowPrivate: boolean; servers?: string[] }) {
    this.#allowPrivate = options.allowPrivate;
    if (options.servers) this.#resolver.setServers(options.servers);
  }

  /** For `net.connect` and `tls.connect`. They do not call it for a literal address. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all) callback(null, addresses);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };

  /**
   * The addresses of a name, IPv4 first, all of which may be dialled.
   * @throws {WebhookBlockedError} when one of them is private
   * @throws {NameUnresolvedError} when there are none
   * @throws {NameServersDownError} when nobody can say
   */
  resolve(hostname: string): Promise<LookupAddress[]> {
    const known = this.#entries.get(hostname);
    if (known && known.expires > performance.now()) return known.addresses;
    const entry: Entry = {
      // As long as it is under way, everybody waits for the same one.
      expires: Infinity,
      addresses: this.#lookUp(hostname).then(({ addresses, ttlMs }) => {
        entry.expires = performance.now() + Math.min(Math.max(ttlMs, MIN_TTL_MS), MAX_TTL_MS);
        return addresses;
      }),
    };
    this.#remember(hostname, entry);
    // A failure is not kept: the next attempt asks again.
    entry.addresses.catch(() => {
      if (this.#entries.get(hostname) === entry) this.#entries.delete(hostname);
    });
    return entry.addresses;
  }

  #remember(hostname: string, entry: Entry): void {
    this.#entries.delete(hostname);
    this.#entries.set(hostname, entry);
    if (this.#entries.size <= MAX_NAMES) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  async #lookUp(hostname: string): Promise<Found> {
    const found = await this.#query(hostname);
    const blocked = this.#allowPrivate
      ? undefined
      : found.addresses.find(({ address }) => isPrivateAddress(address));
    // The address stays out of the message: the organization sees it, and it tells of a private network.
    if (blocked) throw new WebhookBlockedError(`${hostname} resolves to an address that is not public`);
    return found;
  }

  async #query(hostname: string): Promise<Found> {
    // Only a private network has names in /etc/hosts, which c-ares's queries do not look into.
    if (this.#allowPrivate && /(^|\.)localhost$/.test(hostname)) return await fromHosts(hostname);
    const four = inTime(this.#resolver.resolve4(hostname, { ttl: true }));
    const six = inTime(this.#resolver.resolve6(hostname, { ttl: true })).catch(() => []);
    try {
      const ipv4 = await four.catch(async (error: unknown) => {
        if ((await six).length === 0) throw error;
        return [];
      });
      const ipv6 = ipv4.length > 0 ? await Promise.race([six, sleep(RESOLUTION_DELAY_MS)]) : await six;
      this.#nameServers.answered();
      const found = [
        ...ipv4.map(({ address, ttl }) => ({ address, family: 4, ttl })),
        ...(ipv6 ?? []).map(({ address, ttl }) => ({ address, family: 6, ttl })),
      ];
      return {
        addresses: found.map(({ address, family }) => ({ address, family })),
        ttlMs: Math.min(...found.map(({ ttl }) => ttl)) * 1000,
      };
    } catch (error) {
      const areDown = this.#nameServers.failed(hostname, error);
      if (this.#allowPrivate) return await fromHosts(hostname);
      throw areDown ? new NameServersDownError(hostname, error) : new NameUnresolvedError(hostname, error);
    }
  }
}

/** Fails as c-ares would, had it given up by then. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(Object.assign(new Error('no answer in time'), { code: 'ETIMEOUT' }));
  const timer = setTimeout(giveUp, LOOK_UP_MS);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function fromHosts(hostname: string): Promise<Found> {
  try {
    return { addresses: await dns.lookup(hostname, { all: true, order: 'ipv4first' }), ttlMs: 0 };
  } catch (error) {
    throw new NameUnresolvedError(hostname, error);
  }
}

import type { Connection, Fetch } from './http/connection.ts';
import { BACKOFF, type RetryPolicy } from './retry/next-wait.ts';

export interface HoplineOptions {
  /** `hop_<id>_<secret>`. */
  readonly apiKey: string;
  /** Where the API is, such as `https://hopline.example.com`, perhaps with a path in front of `/api`. */
  readonly baseUrl: string;
  /** Used instead of the runtime's own. */
  readonly fetch?: Fetch | undefined;
  /** Of one attempt, in milliseconds; 15,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a request that failed is sent again; 5. */
  readonly retries?: number | undefined;
}

/**
 * What the options stand for.
 * @throws {TypeError} for what cannot be meant; it never says what the key is
 */
export function readOptions(options: HoplineOptions): { connection: Connection; policy: RetryPolicy } {
  const { apiKey, baseUrl, timeoutMs = 15_000, retries = 5 } = options;
  if (!apiKey) throw new TypeError('apiKey is missing; is it set in the environment?');
  // Else fetch would refuse the header, and say what is in it.
  if (typeof apiKey !== 'string' || !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new TypeError('apiKey must be a text of visible ASCII characters');
  }
  if (!Number.isInteger(retries) || retries < 0) throw new TypeError('retries must be a whole number from 0');
  // A timer cannot wait for longer than 2^31 - 1.
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) throw new TypeError('timeoutMs must be more than 0');
  // Looked up at each call: what instruments a runtime replaces it later.
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  return {
    connection: { baseUrl: readBaseUrl(baseUrl), apiKey, fetch, timeoutMs },
    policy: { ...BACKOFF, retries },
  };
}

function readBaseUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError('baseUrl must be a URL, such as https://hopline.example.com');
  }
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new TypeError('baseUrl must be an http or https URL without a user, a query and a fragment');
  }
  return url.href.replace(/\/+$/, '');
}

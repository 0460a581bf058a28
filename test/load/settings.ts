// What the scripts of this folder take from the environment (`k6 run -e API_KEY=… test/load/steady.ts`).

/** Where the system is. */
export const BASE_URL = (__ENV.URL ?? 'http://127.0.0.1:8080').replace(/\/+$/, '');

/** The most that the p95 of acceptance may be, in milliseconds. */
export const P95 = number('P95', 100);

/** A number of the environment. @throws {Error} when it is no number above 0 */
export function number(name: string, byDefault: number): number {
  const value = Number(__ENV[name] ?? byDefault);
  if (value > 0) return value;
  throw new Error(`${name} takes a number above 0, not "${__ENV[name]}"`);
}

/** A secret of the environment. @param what says where to get it */
export function secret(name: string, what: string): string {
  const value = __ENV[name];
  if (value) return value;
  throw new Error(`${name} is missing: ${what}`);
}

/** The key of an organization; `npm start` prints one. */
export function apiKey(): string {
  return secret('API_KEY', 'an API key with the scope events:write, such as the one that `npm start` prints');
}

const SECONDS = { s: 1, m: 60, h: 3600 };

/** How long the script lasts, in seconds: `30s`, `5m`, `1h`. */
export function seconds(byDefault: string): number {
  const text = __ENV.DURATION ?? byDefault;
  const match = /^(\d+(?:\.\d+)?)([smh])$/.exec(text);
  if (!match) throw new Error(`DURATION takes a time such as 30s, 5m or 1h, not "${text}"`);
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

/**
 * The users that an arrival rate needs, each of which has a connection and one request at a time: by Little's law as many as
 * answers of 100 ms need, and at most what answers of a second need, or CONCURRENCY.
 */
export function users(requestsPerSecond: number): { preAllocatedVUs: number; maxVUs: number } {
  const most = number('CONCURRENCY', Math.max(10, Math.ceil(requestsPerSecond)));
  return { preAllocatedVUs: Math.ceil(Math.min(most, requestsPerSecond / 10)), maxVUs: most };
}

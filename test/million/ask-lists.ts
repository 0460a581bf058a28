// Asks what the console asks, page after page, and takes the time of each request.
import type { Ask } from './asks.ts';

export interface Answered {
  readonly ask: Ask;
  /** Of each request, in milliseconds, with its answer read. */
  readonly times: readonly number[];
  readonly rows: number;
  /** How many pages ended before they were full, as the search had lasted long enough. */
  readonly cutShort: number;
}

export interface Access {
  readonly url: string;
  readonly apiKey: string;
  readonly adminToken: string;
}

interface Page {
  readonly next_cursor?: string | null;
  readonly complete?: boolean;
}

/** Reads the pages of one list, as often as `rounds` says. */
export async function askList(access: Access, ask: Ask, rounds: number): Promise<Answered> {
  const times: number[] = [];
  let [rows, cutShort] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    let cursor: string | null | undefined;
    rows = 0;
    for (let page = 0; page < (ask.pages ?? 1) && cursor !== null; page += 1) {
      const { ms, answer } = await askPage(access, ask, cursor);
      times.push(ms);
      rows += rowsOf(answer);
      if (answer.complete === false) cutShort += 1;
      cursor = answer.next_cursor ?? null;
    }
  }
  return { ask, times, rows, cutShort };
}

async function askPage(
  { url, apiKey, adminToken }: Access,
  { path, query, isAdmin }: Ask,
  cursor: string | undefined,
): Promise<{ ms: number; answer: Page }> {
  const search = new URLSearchParams(cursor === undefined ? query : { ...query, cursor });
  const headers: Record<string, string> = isAdmin
    ? { authorization: `Bearer ${adminToken}` }
    : { 'x-api-key': apiKey };
  const begun = performance.now();
  const response = await fetch(`${url}${path}?${search}`, { headers });
  const text = await response.text();
  const ms = performance.now() - begun;
  if (!response.ok) throw new Error(`${path}?${search}: ${response.status} ${text}`);
  return { ms, answer: JSON.parse(text) as Page };
}

function rowsOf(answer: object): number {
  const list = Object.values(answer).find((value) => Array.isArray(value));
  return Array.isArray(list) ? list.length : 1;
}

// Requests to the HTTP API, with the secrets of the environment.
import { describeError } from '@hopline/runtime/errors';
import { loadSettings, setting } from '@hopline/runtime/settings';
import { safe } from '@hopline/runtime/terminal-text';
import type { Cli } from '../cli.ts';
import { CommandError, EXIT, UsageError } from '../exit-code.ts';

const TIMEOUT_MS = 15_000;

const addressSettings = {
  HOPLINE_URL: setting.optional(
    setting.parsed(readUrl, {
      description: 'the base URL of the HTTP API, such as https://hopline.example.com',
    }),
  ),
};

/** Where the API is; undefined when nobody says so. */
export function apiUrl(env: NodeJS.ProcessEnv): string | undefined {
  return loadSettings(addressSettings, env).HOPLINE_URL;
}

function readUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new RangeError('is not an http:// or https:// URL');
  return text.replace(/\/+$/, '');
}

/** Whose word a request goes with. */
export type Caller = 'admin' | 'organization';

/** What a request needs; `url` is what stands on the command line. */
export interface ApiTarget {
  readonly url: string;
  readonly token: string;
}

/**
 * Where a request goes, and with which token. An address on the command line gets the tokens of the environment alone: those of
 * `npm start` are for its own.
 * @throws {UsageError} naming what must be set
 */
export function targetOf(
  cli: Pick<Cli, 'env' | 'ownEnv'>,
  given: string | undefined,
  caller: Caller,
): ApiTarget {
  const env = given === undefined ? cli.env : { ...cli.ownEnv, HOPLINE_URL: given };
  const url = apiUrl(env);
  if (url === undefined) {
    throw new UsageError('where is the API? Set HOPLINE_URL, give --url, or run npm start in this folder');
  }
  const name = caller === 'admin' ? 'ADMIN_TOKEN' : 'HOPLINE_API_KEY';
  const token = env[name];
  if (!token) {
    const what = caller === 'admin' ? 'the admin token' : 'an API key of the organization';
    throw new UsageError(`${name} must be set: ${what}. It is taken from the environment alone`);
  }
  return { url, token };
}

export type Answer = Record<string, unknown>;

/**
 * One request.
 * @param path with its query
 * @returns the answer's body; empty for one without a body
 * @throws {CommandError} `wrong` when the API refuses it, `unavailable` when it does not answer or fails
 */
export async function call(
  { url, token }: ApiTarget,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> {
  const { status, text } = await ask(url, { method, path, token, body });
  const answer = parse(text);
  if (status >= 200 && status < 300) return answer;
  const { code, detail, pointer } = answer;
  const said = [code, pointer, detail].filter((part) => typeof part === 'string').join(' ');
  throw new CommandError(
    status >= 500 || status === 429 ? EXIT.unavailable : EXIT.wrong,
    `${method} ${path} was answered ${status}: ${safe(said || text.slice(0, 300))}`,
  );
}

async function ask(
  url: string,
  request: { method: string; path: string; token: string; body: object | undefined },
): Promise<{ status: number; text: string }> {
  const { method, path, token, body } = request;
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // The token is for this address and no other.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new CommandError(
      EXIT.unavailable,
      `the API does not answer at ${url}: ${describeError(error)}\n  check HOPLINE_URL, and that the api runs`,
    );
  }
}

function parse(text: string): Answer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Answer) : {};
  } catch {
    return {};
  }
}

/**
 * All items of a list, page by page, at most `limit`.
 * @param member of the answer that holds the items
 */
export async function callForAll(
  target: ApiTarget,
  path: string,
  member: string,
  limit: number,
): Promise<Answer[]> {
  const items: Answer[] = [];
  let cursor: unknown;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const page =
      cursor === undefined ? path : `${path}${separator}cursor=${encodeURIComponent(String(cursor))}`;
    const answer = await call(target, 'GET', page);
    items.push(...((answer[member] ?? []) as Answer[]));
    cursor = answer.next_cursor ?? undefined;
  } while (cursor !== undefined && items.length < limit);
  return items.slice(0, limit);
}

// A ready API key: kept from the last start as long as the API takes it, else made with the admin token.
import { sleep } from '@hopline/runtime/wait';
import { DevError } from './dev-error.ts';
import { readSecret, writeSecret } from './secrets.ts';

export interface FirstKey {
  readonly organizationId: string;
  readonly apiKey: string;
}

const ANSWER_WITHIN_MS = 20_000;

/**
 * @param options.file where the key is kept
 * @throws {DevError} when the API refuses to make one, or gives no usable answer for 20 s
 */
export async function firstKey(
  options: { file: string; baseUrl: string; adminToken: string },
  signal: AbortSignal,
): Promise<FirstKey> {
  const { file, baseUrl } = options;
  const kept = await readKept(file);
  if (kept !== undefined) {
    const headers = { 'x-api-key': kept.apiKey };
    const answer = await ask(`${baseUrl}/api/endpoints`, { headers }, signal);
    if (answer.status === 200) return kept;
    if (answer.status !== 401 && answer.status !== 403) throw refused('to take its key', answer);
  }
  const request = {
    method: 'POST',
    headers: { authorization: `Bearer ${options.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organization_name: 'Local development', tier: 'free' }),
  };
  const answer = await ask(`${baseUrl}/api/keys/generate`, request, signal);
  if (answer.status !== 201) throw refused('to make a key', answer);
  await writeSecret(file, answer.text);
  const made = await readKept(file);
  if (made === undefined) throw refused('to make a key', answer);
  return made;
}

async function readKept(file: string): Promise<FirstKey | undefined> {
  try {
    const kept = JSON.parse((await readSecret(file)) ?? '{}') as Record<string, unknown>;
    const { organization_id: organizationId, api_key: apiKey } = kept;
    return typeof organizationId === 'string' && typeof apiKey === 'string'
      ? { organizationId, apiKey }
      : undefined;
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Asks until the answer is no 5xx and no 429: just after a start, something behind the API may still be waking up. */
async function ask(url: string, request: RequestInit, signal: AbortSignal): Promise<Answer> {
  const deadline = Date.now() + ANSWER_WITHIN_MS;
  for (;;) {
    const answer = await fetch(url, {
      ...request,
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((error: Error) => ({ status: 0, text: error.message }));
    signal.throwIfAborted();
    const passing = answer.status === 0 || answer.status === 429 || answer.status >= 500;
    if (!passing || Date.now() > deadline) return answer;
    await sleep(250, signal);
  }
}

function refused(what: string, { status, text }: Answer): DevError {
  return new DevError(`the API refused ${what} (${status || 'no answer'}): ${text.slice(0, 300)}`);
}

// The few calls of the public HTTP API that the demo makes.
import { setTimeout as sleep } from 'node:timers/promises';

export interface Organization {
  readonly id: string;
  readonly apiKey: string;
}

async function call(url: string, init: RequestInit, want: number): Promise<Record<string, unknown>> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) });
  const text = await response.text();
  if (response.status !== want) throw new Error(`${init.method} ${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

export async function createOrganization(
  url: string,
  adminToken: string,
  name: string,
): Promise<Organization> {
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organization_name: name, tier: 'enterprise' }),
  };
  const answer = await call(`${url}/api/keys/generate`, init, 201);
  return { id: String(answer.organization_id), apiKey: String(answer.api_key) };
}

/** @returns the endpoint's secret */
export async function createEndpoint(url: string, apiKey: string, target: string): Promise<string> {
  const init = {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ url: target, event_types: ['github.*'] }),
  };
  const answer = await call(`${url}/api/endpoints`, init, 201);
  return String(answer.secret);
}

/** True when the event is stored and belongs to the key's organization. */
export async function isStored(url: string, apiKey: string, eventId: string): Promise<boolean> {
  const response = await fetch(`${url}/api/events/${eventId}`, { headers: { 'x-api-key': apiKey } });
  await response.arrayBuffer();
  return response.status === 200;
}

export interface PostResult {
  readonly id: string;
  /** The time of the request that was accepted, in milliseconds. */
  readonly ms: number;
  readonly sentAgain: number;
}

/**
 * Posts one event until it is accepted: what is not answered, or answered 429 or 5xx, is unknown and is sent again with
 * the same dedup_id, as every client of such an API should.
 * @throws when the answer is another 4xx, or after two minutes
 */
export async function postEvent(url: string, apiKey: string, body: string): Promise<PostResult> {
  const giveUpAt = Date.now() + 120_000;
  for (let sentAgain = 0; ; sentAgain += 1) {
    const started = performance.now();
    let problem: string;
    let waitMs = 500;
    try {
      const response = await fetch(`${url}/api/events`, {
        method: 'POST',
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(15_000),
      });
      const text = await response.text();
      if (response.status === 202) {
        return { id: JSON.parse(text).id, ms: performance.now() - started, sentAgain };
      }
      problem = `answered ${response.status}: ${text}`;
      if (response.status < 500 && response.status !== 429) throw new TypeError(problem);
      waitMs = Math.min(5000, Number(response.headers.get('retry-after') ?? 0.5) * 1000);
    } catch (error) {
      // fetch reports a refused or cut connection as a TypeError with a cause; ours above has none.
      if (error instanceof TypeError && !error.cause) throw error;
      problem = String(error);
    }
    if (Date.now() > giveUpAt) throw new Error(`an event was not accepted within two minutes: ${problem}`);
    await sleep(waitMs);
  }
}

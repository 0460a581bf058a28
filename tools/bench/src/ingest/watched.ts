// An api process with an organization whose live figures somebody looks at.
import { type LoadedApi, startApi } from '../hopline.ts';
import type { BenchSystem } from '../system.ts';

export interface WatchedApi {
  readonly api: LoadedApi;
  readonly apiKey: string;
  /** @throws {Error} when no events were told of, or nobody looks any more: nothing would have been compared */
  mustBeSeen(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

const ACCEPTED = /"accepted":(\d+)/g;

export async function startWatchedApi(system: BenchSystem): Promise<WatchedApi> {
  const api = await startApi(system);
  const { apiKey } = await api.createTenant();
  const closing = new AbortController();
  const response = await fetch(`${api.url}/api/stats/stream`, {
    headers: { 'x-api-key': apiKey },
    signal: closing.signal,
  });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
  let most = 0;
  let hasEnded = false;
  const look = async (body: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of body)
      for (const [, accepted] of decoder.decode(chunk).matchAll(ACCEPTED))
        most = Math.max(most, Number(accepted));
  };
  const looking = look(response.body)
    // Closed, or cut off.
    .catch(() => {})
    .finally(() => {
      hasEnded = true;
    });
  return {
    api,
    apiKey,
    mustBeSeen() {
      if (hasEnded || most === 0)
        throw new Error(`the stream of figures has ${hasEnded ? 'ended' : 'told of no events'}`);
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await looking;
      await api[Symbol.asyncDispose]();
    },
  };
}

// Asks a back end for traces: Tempo and Jaeger have the same path for it.
import { type BackEndSpan, readSpans } from './span.ts';

const TIMEOUT_MS = 10_000;
/** An event that was retried and replayed for days has many; those of its first attempts come first. */
const MOST_TRACES = 100;
const AT_ONCE = 5;

export interface BackEnd {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The spans of these traces, and of those that they are linked to, one step far: the batch that an event was stored with, the
 * replay that an attempt comes from. What the back end does not have is left out: most events are not recorded.
 * @throws {Error} when it does not answer, or not with traces
 */
export async function fetchSpans(backEnd: BackEnd, traceIds: readonly string[]): Promise<BackEndSpan[]> {
  const own = await fetchTraces(backEnd, traceIds);
  const known = new Set(traceIds);
  // The link of a request's span leads to its client's trace, which is not ours.
  const linked = own.filter(({ name }) => !/^(GET|POST) \//.test(name)).flatMap(({ links }) => links);
  const others = [...new Set(linked.map(({ traceId }) => traceId))].filter((id) => !known.has(id));
  return [...own, ...(await fetchTraces(backEnd, others))];
}

async function fetchTraces(backEnd: BackEnd, traceIds: readonly string[]): Promise<BackEndSpan[]> {
  const wanted = traceIds.slice(0, MOST_TRACES);
  const spans: BackEndSpan[] = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const part = wanted.slice(from, from + AT_ONCE).map((id) => fetchTrace(backEnd, id));
    spans.push(...(await Promise.all(part)).flat());
  }
  return spans;
}

async function fetchTrace({ url, headers }: BackEnd, traceId: string): Promise<BackEndSpan[]> {
  const response = await fetch(`${url}/api/traces/${traceId}`, {
    headers: { accept: 'application/json', ...headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (response.status === 404) return [];
  if (!response.ok) throw new Error(`it answered ${response.status}: ${text.slice(0, 200)}`);
  return readSpans(JSON.parse(text));
}

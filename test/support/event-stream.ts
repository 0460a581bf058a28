// A client of server-sent events, for tests.
import type { Cleanup } from './cleanup.ts';

export interface StreamMessage {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

export interface OpenStream {
  readonly messages: readonly StreamMessage[];
  /** What `retry` has said, in milliseconds. */
  readonly retryMs: () => number | undefined;
  readonly hasEnded: () => boolean;
  close(): void;
}

/**
 * Opens a stream and reads it until it ends; closed with the test.
 * @throws {Error} when it is not answered 200
 */
export async function openStream(
  t: Cleanup,
  url: string,
  headers: Record<string, string>,
): Promise<OpenStream> {
  const closing = new AbortController();
  t.after(() => closing.abort());
  const response = await fetch(url, { headers, signal: closing.signal });
  if (response.status !== 200 || !response.body)
    throw new Error(`${response.status} ${await response.text()}`);
  const messages: StreamMessage[] = [];
  let retryMs: number | undefined;
  let hasEnded = false;
  const note = (block: string) => {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const [retry, event, data] = [fields.get('retry'), fields.get('event'), fields.get('data')];
    if (retry !== undefined) retryMs = Number(retry);
    if (event !== undefined && data !== undefined)
      messages.push({ event, id: fields.get('id'), data: JSON.parse(data) });
  };
  const read = async (body: ReadableStream<Uint8Array>) => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) note(block);
    }
  };
  read(response.body)
    // Closed by the test, or cut off.
    .catch(() => {})
    .finally(() => {
      hasEnded = true;
    });
  return { messages, retryMs: () => retryMs, hasEnded: () => hasEnded, close: () => closing.abort() };
}

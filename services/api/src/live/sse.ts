// Server-sent events as text (HTML Living Standard, section 9.2.5). JSON has no line breaks, so data is always one line.

export interface ServerSentEvent {
  readonly event: string;
  /** What a client sends as `Last-Event-ID` when it comes back. */
  readonly id?: string;
  readonly data: unknown;
}

export function printMessage({ event, id, data }: ServerSentEvent): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** When to come back after the stream has ended, in milliseconds. */
export function printRetry(ms: number): string {
  return `retry: ${ms}\n\n`;
}

/** A comment, which clients leave unread: it keeps whoever stands between from closing a connection on which nothing moves. */
export const KEEP_ALIVE = ': keep-alive\n\n';

// Server-sent events from text, however it is cut (HTML Living Standard, section 9.2.6).

export interface SseMessage {
  /** `message` when the stream names none. */
  readonly event: string;
  readonly data: string;
  /** The newest `id` of the stream, which may be that of an earlier message; empty when there was none. */
  readonly lastEventId: string;
}

/** One message may have so many characters; more are none of Hopline's, which sends at most some kilobytes. */
const MAX_PENDING = 1024 * 1024;

/** Reads one stream. What is not ended by an empty line when the stream ends is no message. */
export class SseParser {
  #pending = '';
  #event = '';
  #data: string[] = [];
  #length = 0;
  #lastEventId: string;
  #retryMs: number | undefined;

  /** @param lastEventId of the stream that this one goes on from */
  constructor(lastEventId = '') {
    this.#lastEventId = lastEventId;
  }

  /** What the stream has said about when to come back, in milliseconds. */
  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  /**
   * Takes the next part of the text, which a TextDecoder has freed of its byte order mark.
   * @returns the messages that it completes
   * @throws {RangeError} when a message does not end
   */
  push(text: string): SseMessage[] {
    this.#pending += text;
    // A CR at the end may be half of a line's end: it waits for what comes next.
    const end = this.#pending.endsWith('\r') ? this.#pending.length - 1 : this.#pending.length;
    const lines = this.#pending.slice(0, end).split(/\r\n|\n|\r/);
    this.#pending = `${lines.pop() ?? ''}${this.#pending.slice(end)}`;
    const messages: SseMessage[] = [];
    for (const line of lines) {
      if (line === '') messages.push(...this.#dispatch());
      else this.#readLine(line);
    }
    if (this.#pending.length + this.#length > MAX_PENDING) throw new RangeError('a message does not end');
    return messages;
  }

  #readLine(line: string): void {
    const colon = line.indexOf(':');
    // A comment begins with a colon: its name is empty, and no field is called so.
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#event = value;
    else if (name === 'data') {
      this.#data.push(value);
      this.#length += value.length + 1;
    } else if (name === 'id' && !value.includes('\0')) this.#lastEventId = value;
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) this.#retryMs = Number(value);
  }

  #dispatch(): SseMessage[] {
    const message = {
      event: this.#event || 'message',
      data: this.#data.join('\n'),
      lastEventId: this.#lastEventId,
    };
    const isEmpty = this.#data.length === 0;
    this.#event = '';
    this.#data = [];
    this.#length = 0;
    return isEmpty ? [] : [message];
  }
}

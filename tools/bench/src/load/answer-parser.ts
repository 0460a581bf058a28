// HTTP/1.1 answers as far as a load generator needs them: where one ends, its status, and whether the connection goes on.
// A full parser costs more than the rest of a request; what this one does not know it refuses.

export interface Answer {
  readonly status: number;
  /** Whether the server closes the connection after it. */
  readonly last: boolean;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const ZERO = 0x30;
const STATUS_AT = 'HTTP/1.1 '.length;

export class AnswerParser {
  #rest: Buffer | undefined;

  /**
   * Takes the next bytes of the connection, which it does not keep.
   * @returns the answer when these bytes complete it
   * @throws {Error} on an answer without a length
   */
  push(chunk: Buffer): Answer | undefined {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    const headEnd = bytes.indexOf(HEAD_END);
    if (headEnd < 0) {
      this.#rest = Buffer.from(bytes);
      return undefined;
    }
    const head = bytes.toString('latin1', 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) throw new Error(`an answer without a content-length: ${head}`);
    if (bytes.length < headEnd + HEAD_END.length + Number(length)) {
      this.#rest = Buffer.from(bytes);
      return undefined;
    }
    this.#rest = undefined;
    return { status: digits(bytes, STATUS_AT), last: /\r\nconnection: *close/i.test(head) };
  }
}

function digits(bytes: Buffer, at: number): number {
  const digit = (i: number) => (bytes[at + i] ?? ZERO) - ZERO;
  return digit(0) * 100 + digit(1) * 10 + digit(2);
}

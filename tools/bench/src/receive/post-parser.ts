// The least that a webhook receiver must know of HTTP/1.1: a head, its content-length, a body. A receiver that shares two
// cores with what is measured must cost little beside it.

export interface Post {
  readonly path: string;
  /** The head, up to the empty line. */
  readonly head: string;
  /** Only good until the parser is given more. */
  readonly body: Buffer;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const TARGET = /^POST (\S+) HTTP\/1\.1\r\n/;

/** Cuts what comes in on one connection into posts. */
export class PostParser {
  #rest: Buffer | undefined;

  /**
   * @param onPost told each whole post, in order
   * @throws {Error} at what is no post with a content-length
   */
  push(chunk: Buffer, onPost: (post: Post) => void): void {
    let bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (;;) {
      const end = bytes.indexOf(END_OF_HEAD);
      if (end < 0) break;
      const head = bytes.toString('latin1', 0, end);
      const path = TARGET.exec(head)?.[1];
      const length = LENGTH.exec(head)?.[1];
      if (path === undefined || length === undefined) throw new Error(`not a webhook: ${head.slice(0, 200)}`);
      const from = end + END_OF_HEAD.length;
      const to = from + Number(length);
      if (bytes.length < to) break;
      onPost({ path, head, body: bytes.subarray(from, to) });
      bytes = bytes.subarray(to);
    }
    // A copy: the chunk belongs to the socket, which reads into it again.
    this.#rest = bytes.length > 0 ? Buffer.from(bytes) : undefined;
  }
}

/** A header's value, by its name in lower case. */
export function headerOf(head: string, name: string): string {
  const at = head.toLowerCase().indexOf(`\r\n${name}: `);
  if (at < 0) return '';
  const from = at + name.length + 4;
  const end = head.indexOf('\r\n', from);
  return head.slice(from, end < 0 ? undefined : end);
}

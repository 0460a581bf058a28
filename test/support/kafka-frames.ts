// Cuts a TCP stream of Kafka into its frames: a 32-bit length, then that many bytes.

/** Collects bytes and gives the frames that are whole, with their length field. */
export class FrameCutter {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): Buffer[] {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    const frames: Buffer[] = [];
    while (this.#rest.length >= 4) {
      const end = 4 + this.#rest.readInt32BE(0);
      if (this.#rest.length < end) break;
      frames.push(this.#rest.subarray(0, end));
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}

/** The kinds of requests that faults are aimed at (https://kafka.apache.org/protocol#protocol_api_keys). */
export const API = {
  produce: 0,
  fetch: 1,
  metadata: 3,
  offsetCommit: 8,
  findCoordinator: 10,
  joinGroup: 11,
  heartbeat: 12,
  syncGroup: 14,
  apiVersions: 18,
} as const;

/** What the header of a request says. */
export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
}

export function requestHeader(frame: Buffer): RequestHeader {
  return {
    apiKey: frame.readInt16BE(4),
    apiVersion: frame.readInt16BE(6),
    correlationId: frame.readInt32BE(8),
  };
}

export function replyCorrelationId(frame: Buffer): number {
  return frame.readInt32BE(4);
}

/** A frame with this after its length. */
export function frameOf(content: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(4 + content.length);
  frame.writeInt32BE(content.length, 0);
  content.copy(frame, 4);
  return frame;
}

/** The frame of a reply with this after its correlation id. */
export function replyOf(correlationId: number, body: Buffer): Buffer {
  const content = Buffer.allocUnsafe(4 + body.length);
  content.writeInt32BE(correlationId, 0);
  body.copy(content, 4);
  return frameOf(content);
}

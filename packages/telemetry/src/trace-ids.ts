// Ids of traces and spans, and ahead of the SDK what its ratio sampler will say of a trace: 99 of 100 are not recorded, and
// the SDK takes longer to say so than all else that an event's trace costs.
import { randomFillSync } from 'node:crypto';

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
/** Random bytes are drawn in bulk: one call to the random source for each id costs more than the id itself. */
const AT_ONCE = 256;
/** Some milliseconds. With a ratio so small that this is not enough, the sampler decides. */
const MOST_DRAWS = 100_000;

/** Random bytes in pieces of one size; the next one can be looked at before it is taken. */
class RandomPieces {
  readonly #bytes: Buffer;
  readonly #size: number;
  #at: number;

  constructor(size: number) {
    this.#size = size;
    this.#bytes = Buffer.alloc(size * AT_ONCE);
    this.#at = this.#bytes.length;
  }

  /** The bytes from here on are the next piece. */
  peek(): { readonly bytes: Buffer; readonly at: number } {
    this.#refill();
    return { bytes: this.#bytes, at: this.#at };
  }

  skip(): void {
    this.#refill();
    this.#at += this.#size;
  }

  /** The next piece in hexadecimal. */
  take(): string {
    this.#refill();
    const from = this.#at;
    this.#at += this.#size;
    return this.#bytes.toString('hex', from, this.#at);
  }

  #refill(): void {
    if (this.#at < this.#bytes.length) return;
    randomFillSync(this.#bytes);
    this.#at = 0;
  }
}

/** The SDK's id generator, and ours. An id of zeros only, which is invalid, does not come up in practice. */
export class TraceIds {
  readonly #traces = new RandomPieces(TRACE_ID_BYTES);
  readonly #spans = new RandomPieces(SPAN_ID_BYTES);

  // The SDK calls them as bare functions, too.
  readonly generateTraceId = (): string => this.#traces.take();
  readonly generateSpanId = (): string => this.#spans.take();

  /** What the SDK's TraceIdRatioBasedSampler compares with its bound for the next trace id: the XOR of its four words. */
  nextTraceWord(): number {
    const { bytes, at } = this.#traces.peek();
    const word =
      bytes.readUInt32BE(at) ^
      bytes.readUInt32BE(at + 4) ^
      bytes.readUInt32BE(at + 8) ^
      bytes.readUInt32BE(at + 12);
    return word >>> 0;
  }

  /**
   * Draws until the next trace id's word is below `bound`. At a ratio of 1 in n that takes n draws, for one event in n: it
   * costs an event the same whatever the ratio is.
   */
  seekTraceWord(bound: number): void {
    for (let draws = 0; draws < MOST_DRAWS && this.nextTraceWord() >= bound; draws += 1) this.#traces.skip();
  }
}

const RATIO_SAMPLERS = new Set(['traceidratio', 'parentbased_traceidratio']);

/**
 * The bound below which a trace's word must be for the sampler that the environment names to record it, from 0 (never)
 * to 2^32 (always). A sampler of any other kind is to be asked itself about each: always.
 */
export function samplingBound(env: NodeJS.ProcessEnv): number {
  const always = 2 ** 32;
  if (!RATIO_SAMPLERS.has(env.OTEL_TRACES_SAMPLER ?? '')) return always;
  const ratio = Number(env.OTEL_TRACES_SAMPLER_ARG || 'none');
  // The SDK says what is wrong with such a ratio, and records all.
  if (!(ratio >= 0 && ratio < 1)) return always;
  return Math.floor(ratio * 0xffff_ffff);
}

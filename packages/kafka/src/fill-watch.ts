// When a buffer gets full, and when there is room again. Two marks, so that a level that sways around one of them is told
// of once.

/** How much there is of something that is bounded by number and by bytes. */
export interface Load {
  readonly records: number;
  readonly bytes: number;
}

export type FillChange = 'filling' | 'drained';

const HIGH = 0.8;
const LOW = 0.5;

export class FillWatch {
  readonly #high: Load;
  readonly #low: Load;
  #isFilling = false;

  /** @param limits what the buffer holds at most */
  constructor(limits: Load) {
    this.#high = { records: limits.records * HIGH, bytes: limits.bytes * HIGH };
    this.#low = { records: limits.records * LOW, bytes: limits.bytes * LOW };
  }

  /**
   * @returns `filling` when either has reached 80 % of its limit, `drained` when both are below 50 % again, each once;
   *   else undefined
   */
  note(records: number, bytes: number): FillChange | undefined {
    if (this.#isFilling) {
      if (records >= this.#low.records || bytes >= this.#low.bytes) return undefined;
      this.#isFilling = false;
      return 'drained';
    }
    if (records < this.#high.records && bytes < this.#high.bytes) return undefined;
    this.#isFilling = true;
    return 'filling';
  }
}

/** Over how long the demand is averaged, in milliseconds. */
const AVERAGED_MS = 1000;

/** Events asked for a second, refused ones too, as an exponential moving average. */
export class Demand {
  /** Events a second, by the last update. */
  perSecond = 0;
  #asked = 0;
  #updatedAt: number;

  constructor(now: number) {
    this.#updatedAt = now;
  }

  add(events: number): void {
    this.#asked += events;
  }

  update(now: number): void {
    const elapsed = Math.max(1, now - this.#updatedAt);
    const weight = 1 - Math.exp(-elapsed / AVERAGED_MS);
    this.perSecond += weight * ((this.#asked * 1000) / elapsed - this.perSecond);
    this.#asked = 0;
    this.#updatedAt = now;
  }
}

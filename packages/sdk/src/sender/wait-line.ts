interface Place {
  readonly ticket: number;
  readonly leave: () => void;
}

/** Those who wait for something, first come, first served. */
export class WaitLine {
  readonly #places: Place[] = [];

  get length(): number {
    return this.#places.length;
  }

  /**
   * Waits until it is let go.
   * @param signal ends it early; it then throws the signal's reason
   */
  join(ticket: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const place: Place = {
        ticket,
        leave() {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = () => {
        this.#places.splice(this.#places.indexOf(place), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#places.push(place);
    });
  }

  /** Lets go from the front, as long as `mayGo` says so of the first one's ticket. */
  release(mayGo: (ticket: number) => boolean): void {
    const stay = this.#places.findIndex(({ ticket }) => !mayGo(ticket));
    const going = this.#places.splice(0, stay < 0 ? this.#places.length : stay);
    for (const place of going) place.leave();
  }
}

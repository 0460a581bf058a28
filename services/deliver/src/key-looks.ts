import { FIRST_KEY } from '@hopline/postgres/ordering/read-heads';

/** So many single keys and deliveries wait to be looked at; with more of them, all keys are looked at. */
export const MAX_LOOKS = 500;

/**
 * What of an ordered endpoint is to be looked at in Postgres: the keys of which something is over, the deliveries that
 * wake-ups were about, or all keys, from a place on, a page at a time. Whatever comes while a look is under way is looked
 * at after it: nothing that is committed before it is noted can be missed.
 */
export class KeyLooks {
  readonly #keys = new Set<string>();
  /** The day by id. */
  readonly #deliveries = new Map<string, string>();
  /** The key behind which the walk over all keys goes on; undefined when none is due. */
  #walkFrom: string | undefined;
  #isWalkBegun = false;
  /** Once more when this walk is at its end: it has passed by what was noted since it began. */
  #isWalkAgain = false;

  get isEmpty(): boolean {
    return !this.hasSingle && this.#walkFrom === undefined;
  }

  get hasSingle(): boolean {
    return this.#keys.size > 0 || this.#deliveries.size > 0;
  }

  /** Where the walk over all keys goes on; undefined when none is due. */
  get walkFrom(): string | undefined {
    return this.#walkFrom;
  }

  noteKey(key: string): void {
    this.#keys.add(key);
    this.#limit();
  }

  noteDelivery({ day, id }: { readonly day: string; readonly id: string }): void {
    this.#deliveries.set(id, day);
    this.#limit();
  }

  noteAll(): void {
    if (this.#walkFrom === undefined) this.#startWalk();
    else if (this.#isWalkBegun) this.#isWalkAgain = true;
  }

  /** The keys and deliveries that were noted, which are forgotten here: whoever fails to look at them notes them again. */
  takeSingle(): { readonly keys: string[]; readonly deliveries: { day: string; id: string }[] } {
    const keys = [...this.#keys];
    const deliveries = [...this.#deliveries].map(([id, day]) => ({ id, day }));
    this.#keys.clear();
    this.#deliveries.clear();
    return { keys, deliveries };
  }

  /** A page of the walk is about to be read: what is noted from here on may be missing in it. */
  beginPage(): void {
    this.#isWalkBegun = true;
  }

  /** A page was read. @param after where the next one begins; undefined: that was the last */
  endPage(after: string | undefined): void {
    // Given up and begun anew meanwhile: what was read is of before.
    if (!this.#isWalkBegun) return;
    this.#walkFrom = after;
    if (after !== undefined || !this.#isWalkAgain) return;
    this.#startWalk();
  }

  clear(): void {
    this.#keys.clear();
    this.#deliveries.clear();
    this.#walkFrom = undefined;
    this.#isWalkBegun = false;
    this.#isWalkAgain = false;
  }

  #startWalk(): void {
    this.#walkFrom = FIRST_KEY;
    this.#isWalkBegun = false;
    this.#isWalkAgain = false;
  }

  #limit(): void {
    if (this.#keys.size + this.#deliveries.size <= MAX_LOOKS) return;
    this.#keys.clear();
    this.#deliveries.clear();
    this.noteAll();
  }
}

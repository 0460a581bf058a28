/** The API repeats a few seconds' worth when a stream goes on, of at most 50 a second. */
const MOST = 1000;

/** Ids of what came lately. */
export class LatelySeen {
  readonly #ids = new Set<string>();

  /** Notes an id. @returns whether it is a new one; what came long ago is forgotten */
  isNew(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > MOST) this.#ids.delete(this.#ids.values().next().value ?? id);
    return true;
  }
}

// Whose fault it is when a name does not resolve: of whoever has the name, or of the name servers that we ask.

/** That a name or an address is not there is an answer, too. */
const ANSWERS = new Set(['ENOTFOUND', 'ENODATA']);
/** Silence, or that they could not find out: it may be because of the name's own servers, which they ask. */
const DOUBTFUL = new Set(['ETIMEOUT', 'ESERVFAIL', 'EREFUSED']);
/** So many names at once do not break by themselves. */
const NAMES_IN_DOUBT = 3;

/** What look-ups tell of the name servers. */
export class NameServers {
  readonly #inDoubt = new Set<string>();

  /** They have answered for some name. */
  answered(): void {
    this.#inDoubt.clear();
  }

  /**
   * A look-up has failed.
   * @param error as c-ares has it
   * @returns whether they are to blame: nobody is there, or several names in a row found no answer, without any that did
   */
  failed(hostname: string, error: unknown): boolean {
    const code = String((error as { code?: unknown } | null)?.code ?? '');
    if (code === 'ECONNREFUSED') return true;
    if (ANSWERS.has(code)) this.answered();
    if (!DOUBTFUL.has(code)) return false;
    if (this.#inDoubt.size < NAMES_IN_DOUBT) this.#inDoubt.add(hostname);
    return this.#inDoubt.size >= NAMES_IN_DOUBT;
  }
}

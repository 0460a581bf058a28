// Room for bodies that are on their way in: so much for all of them together, and a quarter of it for those of one
// organization. Without the share, a client that announces large bodies and then sends nothing would keep everyone
// else's out.

/** What one organization may have of the room, and of the places to wait for it. */
const SHARE = 0.25;

/** A body that waits for room. */
export interface WaitingBody {
  readonly organizationId: string;
  /** The most that it may have. */
  readonly bytes: number;
  /** By the clock of `next`; none is earlier than that of a body that came before. */
  readonly deadline: number;
  /** Whether its client has gone away. */
  readonly isGone: () => boolean;
}

/** Those that need not wait any longer. */
export interface NextBodies<Body> {
  /** They have room now. */
  readonly entered: readonly Body[];
  /** They waited in vain. */
  readonly refused: readonly Body[];
}

interface Use {
  arriving: number;
  waiting: number;
}

/** First come, first served, but nobody waits behind the bodies of an organization that has its share already. */
export class BodyRoom<Body extends WaitingBody> {
  readonly #maxBytes: number;
  readonly #maxWaiting: number;
  readonly #taken: () => number;
  #arriving = 0;
  /** In the order in which they came. */
  readonly #waiting = new Set<Body>();
  /** Of the organizations that have anything here. */
  readonly #uses = new Map<string, Use>();

  /**
   * @param maxBytes the most that may be here, or taken already, when another body is let in
   * @param taken the bytes that are no longer on their way in, but take room still
   */
  constructor(maxBytes: number, maxWaiting: number, taken: () => number) {
    this.#maxBytes = maxBytes;
    this.#maxWaiting = maxWaiting;
    this.#taken = taken;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** How many bytes are on their way in. */
  get arriving(): number {
    return this.#arriving;
  }

  /** Has the body wait; false when there is no place. It is told by `next`, at once if there is room. */
  wait(body: Body): boolean {
    const use = this.#useOf(body.organizationId);
    if (this.#waiting.size >= this.#maxWaiting || use.waiting >= this.#maxWaiting * SHARE) {
      this.#forget(body.organizationId, use);
      return false;
    }
    use.waiting += 1;
    this.#waiting.add(body);
    return true;
  }

  /** Takes those from the waiting that have room now, and those that waited in vain or have gone. */
  next(now: number): NextBodies<Body> {
    const entered: Body[] = [];
    const refused: Body[] = [];
    /** Organizations of which one waits for its share, so that a later one does not overtake it. */
    const held = new Set<string>();
    let isFull = false;
    for (const body of this.#waiting) {
      const { organizationId, bytes } = body;
      const use = this.#useOf(organizationId);
      const mayPass = !held.has(organizationId) && this.#hasShare(use, bytes);
      if (body.isGone()) {
        this.#remove(body, use);
      } else if (!isFull && mayPass && this.#fits(bytes)) {
        this.#remove(body, use);
        use.arriving += bytes;
        this.#arriving += bytes;
        entered.push(body);
      } else if (body.deadline <= now) {
        this.#remove(body, use);
        refused.push(body);
      } else if (isFull) {
        // Those behind it have time left too.
        break;
      } else if (mayPass) {
        isFull = true;
      } else {
        held.add(organizationId);
      }
      this.#forget(organizationId, use);
    }
    return { entered, refused };
  }

  /** Gives the room back of a body that had entered. */
  leave({ organizationId, bytes }: Body): void {
    const use = this.#useOf(organizationId);
    use.arriving -= bytes;
    this.#arriving -= bytes;
    this.#forget(organizationId, use);
  }

  #fits(bytes: number): boolean {
    return this.#arriving + this.#taken() + bytes <= this.#maxBytes;
  }

  /** One body is let in even when it is larger than the share: it would wait for ever. */
  #hasShare({ arriving }: Use, bytes: number): boolean {
    return arriving === 0 || arriving + bytes <= this.#maxBytes * SHARE;
  }

  #remove(body: Body, use: Use): void {
    this.#waiting.delete(body);
    use.waiting -= 1;
  }

  #useOf(organizationId: string): Use {
    let use = this.#uses.get(organizationId);
    if (!use) {
      use = { arriving: 0, waiting: 0 };
      this.#uses.set(organizationId, use);
    }
    return use;
  }

  #forget(organizationId: string, use: Use): void {
    if (use.arriving === 0 && use.waiting === 0) this.#uses.delete(organizationId);
  }
}

/** How counts are shared between the instances at present: what all organizations of a process go by. Times in milliseconds. */
export class Sharing {
  readonly windowMs: number;
  /** For so long after Postgres was read it is relied on; when it is later than that, everyone goes on alone. */
  readonly freshMs: number;
  /** What to add to the limiter's clock to get the clock of Postgres, in milliseconds since the epoch. */
  epochOffsetMs: number;
  /** The most instances that lately shared one organization. */
  instances = 1;

  #instancesAt = Number.NEGATIVE_INFINITY;
  #waitingSince = Number.POSITIVE_INFINITY;
  #failed = false;

  constructor(windowMs: number, freshMs: number, epochOffsetMs: number) {
    this.windowMs = windowMs;
    this.freshMs = freshMs;
    this.epochOffsetMs = epochOffsetMs;
  }

  /** Postgres does not answer, or not in time: what the other instances admit is unknown. */
  isApart(now: number): boolean {
    return this.#failed || now - this.#waitingSince > this.freshMs;
  }

  /** Counts wait since then to be shared. */
  wait(since: number): void {
    if (since < this.#waitingSince) this.#waitingSince = since;
  }

  /** Counts that were taken at `takenAt` are shared; `moreSince`: others wait since then. */
  succeed(moreSince: number | undefined): void {
    this.#failed = false;
    this.#waitingSince = moreSince ?? Number.POSITIVE_INFINITY;
  }

  fail(): void {
    this.#failed = true;
  }

  /** Corrects the offset, unless it is within what the time on the way leaves open. */
  adjustClock(postgresMs: number, sentAt: number, receivedAt: number): void {
    const offset = postgresMs - (sentAt + receivedAt) / 2;
    if (Math.abs(offset - this.epochOffsetMs) > (receivedAt - sentAt) / 2) this.epochOffsetMs = offset;
  }

  noteInstances(instances: number, now: number): void {
    if (instances < this.instances && now - this.#instancesAt < this.windowMs) return;
    this.instances = instances;
    this.#instancesAt = now;
  }
}

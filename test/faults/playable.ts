import type { Sampled } from './judge-footprints.ts';
import type { Servers } from './servers.ts';

export interface RunOptions {
  readonly seed: number;
  /** Undefined when those of `npm test` are used, which nobody may kill. */
  readonly servers?: Servers;
  /** Events a second, of scenarios whose load is to be what an installation gets; they know a rate of their own. */
  readonly rate?: number | undefined;
  readonly say: (text: string) => void;
}

/** A scenario of some hop, ready to be played. */
export interface Playable {
  readonly name: string;
  readonly about: string;
  /** Never rejects: what goes wrong is a problem of the result. */
  play(options: RunOptions): Promise<Played>;
}

export interface Played {
  readonly passed: boolean;
  readonly seconds: number;
  /** What came of it, in a few words. */
  readonly summary: string;
  readonly problems: readonly string[];
  /** Where its ledger and logs are kept, when it did not pass. */
  readonly kept: string | undefined;
  /** A row of the table: a column's title and what stands in it. */
  readonly cells: readonly (readonly [title: string, value: string | number])[];
  /** What its processes took of the machine, for a run of hours; nothing where nobody has looked. */
  readonly sampled?: readonly Sampled[];
}

// A walk: what a person does in the console, step by step, and what they must see.
import type { Stage } from './stage.ts';
import type { Visits } from './visits.ts';

export interface WalkContext extends Stage {
  readonly visits: Visits;
  /** One thing that must hold; what is thrown in it ends the walk. */
  step(what: string, run: () => Promise<void>): Promise<void>;
}

export interface Walk {
  readonly name: string;
  run(context: WalkContext): Promise<void>;
}

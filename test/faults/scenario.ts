import type { Random } from '../support/fuzz-random.ts';
import type { RawKafka } from '../support/kafka-raw.ts';
import type { PersistFixture } from '../support/persist.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { Judgement } from './judge.ts';
import type { Sampled } from './judge-footprints.ts';
import type { OutsideLedger } from './outside-ledger.ts';
import type { Servers } from './servers.ts';
import type { SupervisedService } from './supervised-service.ts';
import type { PoisonKind } from './traffic.ts';

/** One fault, under load. Everything else is the same for all: start, load, fault, heal, drain, judge. */
export interface Scenario {
  /** Lower-case words with hyphens. */
  readonly name: string;
  /** What is done, in a few words, for the table of docs/reliability.md. */
  readonly about: string;
  /** What persist's processes have in their environment on top. */
  readonly env?: Readonly<Record<string, string>>;
  /** What only the first process has on top. */
  readonly firstEnv?: (random: Random) => Record<string, string>;
  /** The load, in records a second; 250 by default. */
  readonly rate?: number;
  /** One percent of the load each. */
  readonly poison?: readonly PoisonKind[];
  /** Whether the process may end by itself (and be started again): what a broker does not answer for long. */
  readonly mayEnd?: boolean;
  /** What persist's log must hold afterwards: else the fault was none. */
  readonly felt?: RegExp;
  /** Before persist starts. */
  readonly prepare?: (fixture: PersistFixture) => Promise<void>;
  /**
   * Makes the fault and heals it.
   * @returns what was not as it must be, beyond what the judge looks at
   */
  readonly run: (stage: Stage) => Promise<readonly string[]>;
}

/** Something that holds everything up. */
export interface Outage {
  /** When it has resolved, nothing can be stored any more. */
  begin(): unknown;
  /** How long it is left so. */
  readonly lastsMs?: number;
  /** Until this is called, and while it is under way. */
  end(): unknown;
}

/** What a scenario works with. */
export interface Stage {
  readonly fixture: PersistFixture;
  readonly raw: RawKafka;
  readonly persist: SupervisedService;
  readonly random: Random;
  readonly ledger: OutsideLedger;
  /** @throws {Error} when the run has no servers of its own to kill */
  readonly servers: Servers;
  /** A second persist process, on the same group; not restarted. */
  launchPersist(): ServiceProcess;
  /** Waits until so many more records have passed. */
  passed(more: number): Promise<void>;
  /** Makes an outage and ends it. One that persist's log does not show was none, and the scenario fails. */
  outage(outage: Outage): Promise<void>;
  /** The fault is over: waits until records pass again, and notes how long that took. */
  healed(): Promise<void>;
  stopLoad(): Promise<void>;
  /** Waits until everything in the log is stored and its offset committed. */
  drained(): Promise<void>;
  say(text: string): void;
}

export interface Result extends Judgement {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  /** From the heal to the first record that passed; undefined where nothing was to heal. */
  readonly resumedMs: number | undefined;
  /** The longest time in which no batch was stored. */
  readonly stalledMs: number;
  /** How often the process was started again. */
  readonly restarts: number;
  /** What the process took of the machine. */
  readonly sampled: readonly Sampled[];
  /** Where its ledger and logs are kept, when it did not pass. */
  readonly kept: string | undefined;
}

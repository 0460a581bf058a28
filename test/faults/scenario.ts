import type { Random } from '../support/fuzz-random.ts';
import type { RawKafka } from '../support/kafka-raw.ts';
import type { PersistFixture } from '../support/persist.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { Judgement } from './judge.ts';
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
  /** How long the fault must have held persist up at least, in milliseconds: else it was none. */
  readonly stallMs?: number;
  /** Before persist starts. */
  readonly prepare?: (fixture: PersistFixture) => Promise<void>;
  /**
   * Makes the fault and heals it.
   * @returns what was not as it must be, beyond what the judge looks at
   */
  readonly run: (stage: Stage) => Promise<readonly string[]>;
}

/** What a scenario works with. */
export interface Stage {
  readonly fixture: PersistFixture;
  readonly raw: RawKafka;
  readonly persist: SupervisedService;
  readonly random: Random;
  /** @throws {Error} when the run has no servers of its own to kill */
  readonly servers: Servers;
  /** A second persist process, on the same group; not restarted. */
  launchPersist(): ServiceProcess;
  /** Waits until so many more records have passed. */
  passed(more: number): Promise<void>;
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
  /** Where its ledger and logs are kept, when it did not pass. */
  readonly kept: string | undefined;
}

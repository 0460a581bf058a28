import type { Random } from '../../support/fuzz-random.ts';
import type { RawKafka } from '../../support/kafka-raw.ts';
import type { PersistFixture } from '../../support/persist.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import type { Outage } from '../scenario.ts';
import type { Servers } from '../servers.ts';
import type { SupervisedService } from '../supervised-service.ts';
import type { DeliverEndpoint } from './endpoints.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

/** One fault of or around deliver, under load. */
export interface DeliverScenario {
  /** Lower-case words with hyphens. */
  readonly name: string;
  readonly about: string;
  /** What deliver's processes have in their environment on top. */
  readonly env?: Readonly<Record<string, string>>;
  /** What only the first process has on top. */
  readonly firstEnv?: (random: Random) => Record<string, string>;
  /** The same of persist, whose sweeper repairs what a crash leaves. */
  readonly persistEnv?: Readonly<Record<string, string>>;
  /** Endpoints that fail or lie get posts as well. */
  readonly misbehaving?: boolean;
  /** Nothing is killed, stopped or changed: no retry may be late. */
  readonly isCalm?: boolean;
  /** Whether processes may end by themselves (and be started again): what a broker does not answer for long. */
  readonly mayEnd?: boolean;
  /** What deliver's log must hold afterwards: else the fault was none. */
  readonly felt?: RegExp;
  /** Processes whose posts may have no result, beyond those that were killed under supervision. */
  readonly mayDouble?: number;
  /** What a post may take, in milliseconds (3 s). */
  readonly timeoutMs?: number;
  /** How far from our clock a webhook's stamp may be, in milliseconds (5 s). */
  readonly stampToleranceMs?: number;
  /**
   * Makes the fault and heals it.
   * @returns what was not as it must be, beyond what the judge looks at
   */
  readonly run: (stage: DeliverStage) => Promise<readonly string[]>;
}

/** What a scenario works with. */
export interface DeliverStage {
  readonly fixture: PersistFixture;
  readonly raw: RawKafka;
  readonly persist: SupervisedService;
  readonly deliver: SupervisedService;
  readonly receiver: WebhookReceiver;
  readonly endpoints: readonly DeliverEndpoint[];
  readonly random: Random;
  /** @throws {Error} when the run has no servers of its own to kill */
  readonly servers: Servers;
  /** A second deliver process, on the same group; not restarted. */
  launchDeliver(): ServiceProcess;
  /** Steps the clock of deliver's process to so many milliseconds beside the right one. */
  stepClock(offsetMs: number): Promise<void>;
  /** Waits until so many more posts have come. */
  posted(more: number): Promise<void>;
  /** Makes an outage and ends it. One in which posts came all the same was none, and the scenario fails. */
  outage(outage: Outage): Promise<void>;
  /** The fault is over: waits until posts come again, and notes how long that took. */
  healed(): Promise<void>;
  stopLoad(): Promise<void>;
  /** Waits until everything in the log is stored, and has ended where somebody takes it. */
  drained(): Promise<void>;
  say(text: string): void;
}

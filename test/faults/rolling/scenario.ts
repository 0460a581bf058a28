import type { KafkaCluster } from '@hopline/dev/embedded-kafka';
import type { Cleanup } from '../../support/cleanup.ts';
import type { FaultProxy } from '../../support/fault-proxy.ts';
import type { Servers } from '../servers.ts';
import type { ServiceName } from './fleet.ts';
import type { RollingStage } from './open-rolling.ts';

/** The brokers of a run, where it needs others than those of all runs. */
export interface Brokers {
  /** What the services are told; the api may come through a proxy. */
  readonly addresses: string;
  readonly ofApi?: string;
  readonly replicationFactor?: number;
  readonly minInsyncReplicas?: number;
  readonly proxy?: FaultProxy;
  readonly cluster?: KafkaCluster;
}

/** What is done to a whole system, from the clients to the receivers, under a load over HTTP. */
export interface RollingScenario {
  readonly name: string;
  readonly about: string;
  /** How many processes of each service there are at the beginning. */
  readonly counts: Readonly<Record<ServiceName, number>>;
  /** Requests may be refused, and receivers get nothing for a while: something is away. None may hang. */
  readonly mayRefuse?: boolean;
  /** How long an event waits for Kafka, in milliseconds; 5 s by default. */
  readonly acceptTimeoutMs?: number;
  /** How long something else may hold the machine up, in milliseconds, without any harm; 0 by default. */
  readonly heldUpMs?: number;
  /** The load, in events a second, unless the command says another one. */
  readonly rate?: number;
  readonly brokers?: (t: Cleanup, servers: Servers) => Promise<Brokers>;
  /** @returns what was not as it must be, beyond what the judge looks at */
  readonly run: (stage: RollingStage, t: Cleanup) => Promise<readonly string[]>;
}

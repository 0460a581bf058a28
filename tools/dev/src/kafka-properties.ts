// The broker's configuration, as small and quick as a development broker can be.

export interface ListenerAddress {
  /** Upper-case letters and digits. */
  readonly name: string;
  /** The port that the broker binds to, on 127.0.0.1. */
  readonly port: number;
  /** The port that clients of this listener are told to connect to. */
  readonly advertisedPort: number;
}

export interface NodeLayout {
  readonly nodeId: number;
  /** The directory of the log; must not be shared. */
  readonly logDirectory: string;
  /** The first is also the one between brokers. */
  readonly listeners: readonly ListenerAddress[];
  readonly controllerPort: number;
  /** All nodes with their controller ports, this one included. */
  readonly voters: readonly { readonly nodeId: number; readonly controllerPort: number }[];
}

/** The properties of one combined broker and controller. `overrides` win. */
export function kafkaProperties(
  layout: NodeLayout,
  overrides: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { listeners, voters } = layout;
  const [main] = listeners;
  if (main === undefined) throw new RangeError('a broker needs a listener');
  const replicas = Math.min(3, voters.length);
  const minInSync = Math.max(1, replicas - 1);
  const address = (name: string, port: number) => `${name}://127.0.0.1:${port}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': String(layout.nodeId),
    'controller.quorum.voters': voters.map((v) => `${v.nodeId}@127.0.0.1:${v.controllerPort}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': main.name,
    'listener.security.protocol.map': [...listeners.map((l) => l.name), 'CONTROLLER']
      .map((name) => `${name}:PLAINTEXT`)
      .join(','),
    listeners: [
      ...listeners.map((l) => address(l.name, l.port)),
      address('CONTROLLER', layout.controllerPort),
    ].join(','),
    'advertised.listeners': listeners.map((l) => address(l.name, l.advertisedPort)).join(','),
    'log.dirs': layout.logDirectory,

    // Topics are provisioned; a misspelt name must fail instead of making a topic.
    'auto.create.topics.enable': 'false',
    'default.replication.factor': String(replicas),
    'min.insync.replicas': String(minInSync),
    'offsets.topic.replication.factor': String(replicas),
    'transaction.state.log.replication.factor': String(replicas),
    'transaction.state.log.min.isr': String(minInSync),
    'share.coordinator.state.topic.replication.factor': String(replicas),
    'share.coordinator.state.topic.min.isr': String(minInSync),

    // One partition and few threads: a development broker starts in half the time and in half the memory.
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.num.partitions': '1',
    'share.coordinator.state.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    'num.network.threads': '2',
    'num.io.threads': '4',
    'background.threads': '2',
    'log.cleaner.threads': '1',
    'log.cleaner.dedupe.buffer.size': '4194304',

    // A broker that was killed cannot come back before its old session has ended: 3 s instead of 9 s. Three JVMs on
    // a small machine hold each other up, so there a missed heartbeat may take longer before it means death.
    'broker.session.timeout.ms': voters.length > 1 ? '5000' : '3000',
    'broker.heartbeat.interval.ms': '500',
    ...overrides,
  };
}

/** Writes a Java properties file. Backslashes, line ends and leading blanks of values are escaped. */
export function formatProperties(properties: Readonly<Record<string, string>>): string {
  const escaped = (text: string) =>
    text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replace(/^ /, '\\ ');
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${escaped(value)}\n`)
    .join('');
}

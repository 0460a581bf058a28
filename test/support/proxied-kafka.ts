// A broker of its own behind a fault proxy, for tests in which Kafka fails.
import { type Kafka, startKafka } from '@hopline/dev/embedded-kafka';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { createTopics, type TestTopics } from './topics.ts';

export interface ProxiedKafka extends AsyncDisposable {
  readonly kafka: Kafka;
  /** Clients that come through it stay with it. */
  readonly proxy: FaultProxy;
  /** Makes all topics of an installation; `brokers` is the proxy. */
  createTopics(): Promise<TestTopics>;
}

export async function startProxiedKafka(): Promise<ProxiedKafka> {
  const kafka = await startKafka({ listeners: [{ name: 'PROXIED', advertisedPort: 'free' }] });
  const listener = kafka.node.listeners.PROXIED;
  if (!listener) throw new Error('the broker has no proxied listener');
  const proxy = await startFaultProxy(listener.advertisedPort, listener.port);
  return {
    kafka,
    proxy,
    async createTopics() {
      const topics = await createTopics({ brokers: kafka.brokers });
      return { ...topics, brokers: [proxy.address] };
    },
    async [Symbol.asyncDispose]() {
      await proxy.close();
      await kafka.close();
    },
  };
}

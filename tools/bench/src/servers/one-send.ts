// What a producer does without a micro-batcher: one kafkajs send for each request. (Only here and in packages/kafka is
// the client imported: this is what the batcher is measured against.)
import { Kafka, logLevel } from 'kafkajs';
import { buildYardstick } from './yardstick.ts';

const kafka = new Kafka({
  brokers: (process.env.KAFKA_BROKERS ?? '').split(','),
  logLevel: logLevel.NOTHING,
});
const producer = kafka.producer({ allowAutoTopicCreation: false });
await producer.connect();
const topic = 'hopline.events.v1';
const app = buildYardstick(async (event) => {
  await producer.send({ topic, acks: -1, messages: [{ key: 'bench', value: JSON.stringify(event) }] });
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
process.on('disconnect', () => process.exit(0));

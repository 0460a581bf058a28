import { setting } from '@hopline/runtime/settings';

/** How to reach Kafka; every service that uses it has these settings. */
export const kafkaSettings = {
  KAFKA_BROKERS: setting.list({
    description: 'host:port of one or more brokers, separated by commas',
    default: 'localhost:9092',
  }),
  KAFKA_SESSION_TIMEOUT: setting.duration({
    description: 'after how long without a sign of life a consumer loses its partitions to the others',
    default: '30s',
  }),
};

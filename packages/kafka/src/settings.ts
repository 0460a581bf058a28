import { setting } from '@hopline/runtime/settings';

/** How to reach Kafka; every service that uses it has these settings. */
export const kafkaSettings = {
  KAFKA_BROKERS: setting.list({
    description: 'host:port of one or more brokers, separated by commas',
    default: 'localhost:9092',
  }),
};

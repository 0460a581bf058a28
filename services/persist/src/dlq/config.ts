// What `npm run dlq` needs to know: where the topics and the rows are.
import { kafkaSettings } from '@hopline/kafka/settings';
import { postgresSettings } from '@hopline/postgres/settings';
import { wireSettings } from '@hopline/wire/topics';

export const dlqSettings = {
  DATABASE_URL: postgresSettings.DATABASE_URL,
  KAFKA_BROKERS: kafkaSettings.KAFKA_BROKERS,
  ...wireSettings,
};

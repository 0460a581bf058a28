// What `npm run reconcile` needs to know: where the books are, and which topic they are of.
import { kafkaSettings } from '@hopline/kafka/settings';
import { postgresSettings } from '@hopline/postgres/settings';
import { wireSettings } from '@hopline/wire/topics';

export const reconcileSettings = {
  DATABASE_URL: postgresSettings.DATABASE_URL,
  KAFKA_BROKERS: kafkaSettings.KAFKA_BROKERS,
  ...wireSettings,
};

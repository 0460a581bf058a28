// What `npm run dlq` needs to know: where the topics and the rows are.
import { kafkaConnectionSettings } from '@hopline/kafka/settings';
import { databaseSettings } from '@hopline/postgres/settings';
import { wireSettings } from '@hopline/wire/topics';

export const dlqSettings = {
  ...databaseSettings,
  ...kafkaConnectionSettings,
  ...wireSettings,
};

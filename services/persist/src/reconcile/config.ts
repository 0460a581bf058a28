// What `npm run reconcile` needs to know: where the books are, and which topic they are of.
import { kafkaConnectionSettings } from '@hopline/kafka/settings';
import { databaseSettings } from '@hopline/postgres/settings';
import { wireSettings } from '@hopline/wire/topics';

export const reconcileSettings = {
  ...databaseSettings,
  ...kafkaConnectionSettings,
  ...wireSettings,
};

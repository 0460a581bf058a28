// What `npm run rekey` needs to know.
import { databaseSettings } from '@hopline/postgres/settings';
import { telemetrySettings } from '@hopline/telemetry/logger';
import { secretSettings } from '@hopline/wire/secret-settings';

export const rekeySettings = {
  ...telemetrySettings,
  ...databaseSettings,
  ...secretSettings,
};

import { setting } from '@hopline/runtime/settings';
import { parseSecretKeys } from './secret-box.ts';

/** What opens the secrets of endpoints, sessions and portal links; the api, deliver and the job that seals anew have it. */
export const secretSettings = {
  SECRET_KEYS: setting.parsed(parseSecretKeys, {
    description:
      'the keys that secrets of endpoints are sealed with in Postgres, and sessions and portal links in the hands of browsers: `id:base64 of 32 random bytes`, several by commas; the first one seals, all of them open (docs/signatures.md)',
    secret: true,
  }),
};

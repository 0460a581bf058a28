import { setting } from '@hopline/runtime/settings';

/** How to reach Postgres; every service that uses it has these settings. */
export const postgresSettings = {
  DATABASE_URL: setting.text({
    description: 'a postgres:// URL',
    default: 'postgres://hopline@localhost:5432/hopline',
    secret: true,
  }),
  POOL_SIZE: setting.integer({
    description:
      'the largest number of Postgres connections of this process, but for three more that an api has: two for ingest, one for notices',
    default: '10',
    min: 1,
    max: 500,
  }),
};

// `hopline org`.
import { type Command, Option } from 'commander';
import { readCount, readId } from '../arguments.ts';
import { call, callForAll } from './client.ts';
import {
  type ApiOptions,
  given,
  type Limit,
  limitOf,
  type Run,
  readLimit,
  showMany,
  showOne,
  withApiOptions,
  withSave,
} from './common.ts';
import { saveSecret } from './save-secret.ts';

const COLUMNS = ['id', 'name', 'tier', 'rate_limit', 'partition_spread', 'created_at'];

function tierOption(): Option {
  return new Option('--tier <tier>', 'what its rate limit comes from').choices(['free', 'pro', 'enterprise']);
}

interface OrgOptions extends ApiOptions {
  readonly name?: string;
  readonly tier?: string;
  readonly rateLimit?: Limit;
  readonly partitionSpread?: number;
}

/** Adds the commands to the program. */
export function addOrg(program: Command, run: Run): void {
  const org = program.command('org').description('organizations (with ADMIN_TOKEN)');
  withApiOptions(org.command('list'))
    .description('the organizations, the newest first')
    .option('--limit <n>', 'so many at most', readCount, 50)
    .action((options: ApiOptions & { limit: number }) =>
      showMany(run, 'admin', options, COLUMNS, (api) =>
        callForAll(api, '/api/organizations?limit=200', 'organizations', options.limit),
      ),
    );
  withApiOptions(org.command('show'))
    .description('one of them')
    .argument('<org-id>', 'its id', readId)
    .action((id: string, options: ApiOptions) =>
      showOne(run, 'admin', options, (api) => call(api, 'GET', `/api/organizations/${id}`)),
    );
  withSave(withApiOptions(org.command('create')), 'API key')
    .description('make an organization with its first API key')
    .argument('<name>', 'its name')
    .addOption(tierOption())
    .action((name: string, { tier, save, ...options }: OrgOptions & { save: string }) =>
      showOne(run, 'admin', options, (api) =>
        saveSecret(save, 'api_key', () =>
          call(api, 'POST', '/api/keys/generate', given({ organization_name: name, tier })),
        ),
      ),
    )
    .addHelpText('after', '\nExample:\n  hopline org create "Example" --tier pro --save example.key');
  withApiOptions(org.command('update'))
    .description('change an organization; what is not given stays')
    .argument('<org-id>', 'its id', readId)
    .option('--name <name>', 'its name')
    .addOption(tierOption())
    .option('--rate-limit <events>', 'events a minute, or none for what the tier has', readLimit)
    .option(
      '--partition-spread <n>',
      'over how many partitions its events without an ordering key go',
      readCount,
    )
    .action((id: string, { name, tier, rateLimit, partitionSpread, ...options }: OrgOptions) =>
      showOne(run, 'admin', options, (api) =>
        call(
          api,
          'PATCH',
          `/api/organizations/${id}`,
          given({ name, tier, rate_limit: limitOf(rateLimit), partition_spread: partitionSpread }),
        ),
      ),
    );
}

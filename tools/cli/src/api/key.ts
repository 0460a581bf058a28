// `hopline key`.
import type { Command } from 'commander';
import { readId } from '../arguments.ts';
import { type Caller, call, callForAll } from './client.ts';
import {
  type ApiOptions,
  given,
  type Run,
  readSeconds,
  readWords,
  showMany,
  showOne,
  withApiOptions,
  withSave,
} from './common.ts';
import { saveSecret } from './save-secret.ts';

const COLUMNS = ['id', 'name', 'scopes', 'created_at', 'last_used_at', 'expires_at', 'revoked_at'];
/** More than an organization may have. */
const ALL = 10_000;

interface KeyOptions extends ApiOptions {
  readonly organization?: string;
  readonly name?: string;
  readonly scope?: string[];
  readonly key?: string;
  readonly overlap?: number;
  readonly save: string;
}

/** With --org the administrator speaks for the organization, without it its own key does. */
function callerOf({ organization }: Pick<KeyOptions, 'organization'>): Caller {
  return organization === undefined ? 'organization' : 'admin';
}

function withOwner(path: string, { organization }: Pick<KeyOptions, 'organization'>): string {
  return organization === undefined ? path : `${path}?organization_id=${organization}`;
}

function ofOwner(command: Command): Command {
  return withApiOptions(command).option(
    '--org, --organization <id>',
    'of this organization, with ADMIN_TOKEN; without it HOPLINE_API_KEY says whose',
    readId,
  );
}

/** Adds the commands to the program. */
export function addKey(program: Command, run: Run): void {
  const key = program
    .command('key')
    .description('API keys of an organization (with HOPLINE_API_KEY, or with --org and ADMIN_TOKEN)');
  ofOwner(key.command('list'))
    .description('the keys, without their secrets')
    .action((options: KeyOptions) =>
      showMany(run, callerOf(options), options, COLUMNS, (api) =>
        callForAll(api, withOwner('/api/keys', options), 'keys', ALL),
      ),
    );
  withSave(ofOwner(key.command('create')), 'key')
    .description('make a key')
    .option('--name <name>', 'what it is for')
    .option('--scope <scopes>', 'events:write, read, manage; all that the caller has without it', readWords)
    .action((options: KeyOptions) =>
      showOne(run, callerOf(options), options, (api) =>
        saveSecret(options.save, 'api_key', () =>
          call(
            api,
            'POST',
            withOwner('/api/keys', options),
            given({ name: options.name, scopes: options.scope }),
          ),
        ),
      ),
    )
    .addHelpText(
      'after',
      '\nExample:\n  hopline key create --name shop --scope events:write --save shop.key',
    );
  withSave(ofOwner(key.command('rotate')), 'key')
    .description('make the successor of a key; the old one goes on for a while')
    .option('--key <key-id>', 'which; without it the one of HOPLINE_API_KEY')
    .option('--overlap <duration>', 'how long the old one goes on: a day without it, 7d at most', readSeconds)
    .action((options: KeyOptions) =>
      showOne(run, callerOf(options), options, (api) =>
        saveSecret(options.save, 'api_key', () =>
          call(
            api,
            'POST',
            withOwner('/api/keys/rotate', options),
            given({ key_id: options.key, overlap_seconds: options.overlap }),
          ),
        ),
      ),
    );
  ofOwner(key.command('revoke'))
    .description('end a key at once')
    .argument('<key-id>', 'as list prints it')
    .action((id: string, options: KeyOptions) =>
      showOne(run, callerOf(options), options, (api) =>
        call(api, 'DELETE', withOwner(`/api/keys/${encodeURIComponent(id)}`, options)),
      ),
    );
}

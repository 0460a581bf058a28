// `hopline endpoint`.
import type { Command } from 'commander';
import { readId } from '../arguments.ts';
import { type Answer, call, callForAll } from './client.ts';
import {
  type ApiOptions,
  given,
  type Limit,
  limitOf,
  type Run,
  readLimit,
  readSeconds,
  readWords,
  showMany,
  showOne,
  withApiOptions,
  withSave,
} from './common.ts';
import { saveSecret } from './save-secret.ts';

const COLUMNS = ['id', 'state', 'url', 'event_types', 'rate_limit', 'description'];
const ALL = 10_000;
const CALLER = 'organization';

interface EndpointOptions extends ApiOptions {
  readonly type?: string[];
  readonly description?: string;
  readonly rateLimit?: Limit;
  readonly retry?: string[];
  readonly webhook?: string;
}

function withMembers(command: Command): Command {
  return withApiOptions(command)
    .option('--type <types>', 'the types that it gets, such as order.*', readWords)
    .option('--description <text>', 'for people')
    .option('--rate-limit <posts>', 'posts a minute at most, or none', readLimit)
    .option('--retry <delays>', 'the delays before the retries, each one of the ladder: 5s,1m,1h', readWords);
}

function membersOf({ type, description, rateLimit, retry }: EndpointOptions): Answer {
  return given({ event_types: type, description, rate_limit: limitOf(rateLimit), retry_schedule: retry });
}

/** Adds the commands to the program. */
export function addEndpoint(program: Command, run: Run): void {
  const endpoint = program.command('endpoint').description('webhook endpoints (with HOPLINE_API_KEY)');
  const one = (name: string, about: string) =>
    withApiOptions(endpoint.command(name)).description(about).argument('<endpoint-id>', 'its id', readId);
  const path = (id: string) => `/api/endpoints/${id}`;

  withApiOptions(endpoint.command('list'))
    .description('the endpoints of the organization')
    .action((options: ApiOptions) =>
      showMany(run, CALLER, options, COLUMNS, (api) => callForAll(api, '/api/endpoints', 'endpoints', ALL)),
    );
  one('show', 'one of them, with its health').action((id: string, options: ApiOptions) =>
    showOne(run, CALLER, options, (api) => call(api, 'GET', path(id))),
  );
  withSave(withMembers(endpoint.command('create')), 'secret')
    .description('make an endpoint')
    .argument('<webhook-url>', 'where its events are posted')
    .option('--ordered', 'the deliveries of one ordering key go out in order')
    .option('--paused', 'nothing is posted before resume')
    .action((url: string, options: EndpointOptions & { save: string; ordered?: true; paused?: true }) => {
      const { ordered, paused } = options;
      return showOne(run, CALLER, options, (api) =>
        saveSecret(options.save, 'secret', () =>
          call(api, 'POST', '/api/endpoints', { url, ...membersOf(options), ...given({ ordered, paused }) }),
        ),
      );
    })
    .addHelpText(
      'after',
      "\nExample:\n  hopline endpoint create https://example.com/hooks --type 'order.*' --save hooks.secret",
    );
  withMembers(endpoint.command('update'))
    .description('change an endpoint; what is not given stays')
    .argument('<endpoint-id>', 'its id', readId)
    .option('--webhook <url>', 'where its events are posted')
    .action((id: string, options: EndpointOptions) =>
      showOne(run, CALLER, options, (api) =>
        call(api, 'PATCH', path(id), { ...membersOf(options), ...given({ url: options.webhook }) }),
      ),
    );
  for (const [name, about, change] of [
    ['pause', 'post nothing to it; what comes in waits', { paused: true }],
    ['resume', 'post to it again', { paused: false }],
    ['enable', 'post to it again after it was disabled', { disabled: false }],
  ] as const) {
    one(name, about).action((id: string, options: ApiOptions) =>
      showOne(run, CALLER, options, (api) => call(api, 'PATCH', path(id), change)),
    );
  }
  one('delete', 'delete it; what waits for it is cancelled').action((id: string, options: ApiOptions) =>
    showOne(run, CALLER, options, (api) => call(api, 'DELETE', path(id))),
  );
  withSave(one('rotate-secret', 'make a new secret; the old one goes on signing for a while'), 'secret')
    .option('--overlap <duration>', 'how long the old one goes on: a day without it, 7d at most', readSeconds)
    .action((id: string, options: ApiOptions & { save: string; overlap?: number }) =>
      showOne(run, CALLER, options, (api) =>
        saveSecret(options.save, 'secret', () =>
          call(api, 'POST', `${path(id)}/rotate-secret`, given({ overlap_seconds: options.overlap })),
        ),
      ),
    );
  one('test', 'send it a test event').action((id: string, options: ApiOptions) =>
    showOne(run, CALLER, options, (api) => call(api, 'POST', `${path(id)}/test`)),
  );
}

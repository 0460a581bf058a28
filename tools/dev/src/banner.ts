import { eventIdOf } from './event-id.ts';

/** All that somebody, or a program, needs to use what runs. Printed as it is by `--json`. */
export interface Ready {
  readonly baseUrl: string;
  readonly adminToken: string;
  readonly apiKey: string;
  readonly organizationId: string;
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly directory: string;
  /** What the services were told beside these, and another tool must know as well, by the names of the environment. */
  readonly settings: Readonly<Record<string, string>>;
  readonly pids: Readonly<Record<string, number>>;
}

const DEDUP_ID = 'hello-1';

/** Two commands for a shell: one posts an event, the other reads it back, after it has arrived in the database. */
export function curlCommands({ baseUrl, apiKey, organizationId }: Ready): [string, string] {
  const event = { type: 'order.created', dedup_id: DEDUP_ID, payload: { order_id: 42, total: '19.90' } };
  const key = `-H 'X-API-Key: ${apiKey}'`;
  return [
    `curl -sS -w '\\n' ${baseUrl}/api/events ${key} -H 'Content-Type: application/json' -d '${JSON.stringify(event)}'`,
    // It is 404 for some milliseconds, while the event is on its way; without -S the retries are silent.
    `curl -sf -w '\\n' --retry 10 --retry-delay 1 --retry-all-errors ${baseUrl}/api/events/${eventIdOf(organizationId, DEDUP_ID)} ${key}`,
  ];
}

/** What a person gets to see. @param seconds how long the start took */
export function banner(ready: Ready, seconds: number): string {
  const [post, read] = curlCommands(ready);
  return `
  Hopline is up (${seconds.toFixed(1)} s). Ctrl-C stops it; the data in ${ready.directory} stays.

  Base URL      ${ready.baseUrl}
  Console       ${ready.baseUrl}/console/   (sign in with either of the two below)
  Admin token   ${ready.adminToken}
  API key       ${ready.apiKey}
  Postgres      ${withoutPassword(ready.databaseUrl)}
  Kafka         ${ready.brokers.join(',')}

  Post an event, then read it back:

${post}

${read}
`;
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, '$1:***@');
}

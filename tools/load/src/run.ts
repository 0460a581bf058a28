// One run: makes what it needs, sends, follows, and takes away again what it has made, however it ends.
import { randomBytes } from 'node:crypto';
import type { Request } from './connection.ts';
import { ControlError } from './control-api.ts';
import type { Delivery } from './delivery.ts';
import { createBodies } from './event.ts';
import { followDeliveries } from './follow.ts';
import { type LoadOptions, OptionError } from './options.ts';
import { reportProgress } from './progress.ts';
import { ReceiverProcess } from './receiver-process.ts';
import { type LoadResult, resultOf } from './result.ts';
import { sendAll } from './send-all.ts';
import { Tally } from './tally.ts';
import { findTarget, isHere, type Target } from './target.ts';
import {
  checkKey,
  cleanUp,
  type Endpoint,
  hasOpenDeliveries,
  makeEndpoints,
  makeTenants,
  type Tenant,
} from './tenants.ts';

export interface RunDeps {
  readonly say: (line: string) => void;
  /** Ends the load and the wait for webhooks; the result says so. */
  readonly stop: AbortSignal;
}

/**
 * @throws {OptionError} when the options do not fit the system
 * @throws {ControlError} when the system refuses what the run needs
 */
export async function runLoad(options: LoadOptions, { say, stop }: RunDeps): Promise<LoadResult> {
  const target = await findTarget(options);
  await using stack = new AsyncDisposableStack();
  const receiver = options.follow ? stack.use(await startReceiver(target, options)) : undefined;
  const tenants: Tenant[] = [];
  const endpoints: Endpoint[] = [];
  stack.defer(async () => {
    const problems = await cleanUp(target, tenants, endpoints);
    for (const problem of problems) say(`  left behind: ${problem}`);
  });
  if (options.key !== undefined) {
    tenants.push({ apiKey: options.key, made: undefined });
    await checkKey(target.url, options.key);
  } else {
    const count = options.organizations ?? 1;
    say(`making ${count === 1 ? 'an organization' : `${count} organizations`}`);
    await makeTenants(target, count, (tenant) => tenants.push(tenant));
  }
  if (receiver) {
    await makeEndpoints(target.url, tenants, receiver.url, (endpoint) => endpoints.push(endpoint));
  }

  const tally = new Tally(options.events);
  const { events, concurrency, rate } = options;
  say(`sending ${events.toLocaleString('en')} events to ${target.url}${rate ? ` at ${rate}/s` : ''}`);
  const progress = reportProgress({ tally, events, count: () => receiver?.process.count(), say });
  const { origin, requestOf } = createRequests(target.url, tenants, options.batch);
  const seconds = await sendAll({ ...options, origin, requestOf, tally, stop }).finally(() =>
    progress.stop(),
  );
  let delivery: Delivery | undefined;
  if (receiver) {
    delivery = await followDeliveries({
      ...{ receiver: receiver.process, tally, giveUpMs: options.giveUpMs, stop, say },
      hasOpenDeliveries: () => mayHaveOpenDeliveries(target.url, endpoints),
    });
  }
  const ran = { url: target.url, shape: options, concurrency, organizations: tenants.length, seconds, tally };
  return resultOf(
    { ...ran, delivery, interrupted: stop.aborted },
    { p95Ms: options.targetP95Ms, errorShare: options.targetErrors },
  );
}

interface Receiver extends AsyncDisposable {
  readonly process: ReceiverProcess;
  /** Where the system posts to; an endpoint adds its number. */
  readonly url: string;
}

async function startReceiver(target: Target, options: LoadOptions): Promise<Receiver> {
  const { receiver, receiverPort, events } = options;
  if (receiver === undefined && !isHere(target.url)) {
    throw new OptionError(
      `${target.url} cannot reach a receiver on 127.0.0.1: give --receiver with a URL that leads to this machine, or --no-follow.`,
    );
  }
  const path = `/${randomBytes(8).toString('hex')}`;
  const process = await ReceiverProcess.start(
    receiver === undefined
      ? { port: 0, host: '127.0.0.1', path, events }
      : { port: receiverPort ?? portOf(receiver), host: '0.0.0.0', path: pathOf(receiver) + path, events },
  );
  const url = `${receiver ?? `http://127.0.0.1:${process.port}`}${path}`;
  return { process, url, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() };
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/+$/, '');
}

/** The organizations take turns, a request each. */
function createRequests(url: string, tenants: readonly Tenant[], batch: number) {
  const path = `${pathOf(url)}/api/events${batch > 1 ? '/batch' : ''}`;
  const headersOf = tenants.map(({ apiKey }) => ['content-type', 'application/json', 'x-api-key', apiKey]);
  const bodies = createBodies(batch);
  const requestOf = (number: number, events: number): Request => ({
    path,
    headers: headersOf[number % headersOf.length] ?? [],
    body: bodies(number * batch, events),
  });
  return { origin: new URL(url).origin, requestOf };
}

/** A key that may not read cannot tell. */
async function mayHaveOpenDeliveries(url: string, endpoints: readonly Endpoint[]): Promise<boolean> {
  try {
    return await hasOpenDeliveries(url, endpoints);
  } catch (error) {
    if (error instanceof ControlError) return false;
    throw error;
  }
}

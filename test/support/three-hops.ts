// The api, persist and deliver in the test's own process, on one database and one set of topics: what a client posts
// arrives at a receiver.
import { persistSettings } from '@hopline/persist/config';
import { buildService, type PersistService } from '@hopline/persist/service';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import { type Answer, type ApiFixture, call, createTenant, startApi } from '../integration/api-fixture.ts';
import { type Cleanup, inReverse } from './cleanup.ts';
import { type RunningDeliver, startDeliver } from './deliveries.ts';
import { until } from './until.ts';

export interface ThreeHops extends ApiFixture {
  readonly persist: PersistService;
  readonly deliver: RunningDeliver;
  readonly organizationId: string;
  readonly key: string;
  /** A call with the organization's key. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Makes an endpoint; what `more` says wins. */
  makeEndpoint(url: string, more?: object): Promise<MadeEndpoint>;
  /** Posts an event and gives its id. */
  post(type: string, payload: unknown): Promise<string>;
  /** The same with the request's body as it is sent. */
  postText(body: string): Promise<string>;
}

export interface MadeEndpoint {
  readonly id: string;
  /** Null for v1a. */
  readonly secret: string;
  readonly publicKey: string;
}

/**
 * Starts everything; stopped with the test.
 * @param deliverEnv settings of deliver, beside what it needs
 * @param persistEnv the same of persist
 */
export async function startThreeHops(
  test: Cleanup,
  deliverEnv: Record<string, string> = {},
  persistEnv: Record<string, string> = {},
): Promise<ThreeHops> {
  const t = inReverse(test);
  const api = await startApi(t, { ALLOW_PRIVATE_WEBHOOKS: 'true' });
  const { database, topics, url } = api;
  const persist = buildService(
    loadSettings(persistSettings, {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: topics.brokers.join(','),
      TOPIC_PREFIX: topics.prefix,
      RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
      PORT: '0',
      ...persistEnv,
    }),
    createLogger('persist', 'silent'),
  );
  await persist.start();
  t.after(() => persist.stop(AbortSignal.timeout(5000)));
  const deliver = await startDeliver(t, database, topics, deliverEnv);
  const { apiKey: key, organizationId } = await createTenant(url);
  const ask = (method: string, path: string, body?: unknown) =>
    call(`${url}${path}`, method, { key, ...(body === undefined ? {} : { body }) });
  async function postText(body: string): Promise<string> {
    // Kafka may still be electing leaders of the new topics.
    const accepted = await until('the event is accepted', async () => {
      const answer = await ask('POST', '/api/events', body);
      if ([400, 413, 415].includes(answer.status)) throw new Error(answer.text);
      return answer.status === 202 ? answer : undefined;
    });
    return String(accepted.json.id);
  }
  return {
    ...api,
    persist,
    deliver,
    organizationId,
    key,
    ask,
    async makeEndpoint(hook, more = {}) {
      const { status, text, json } = await ask('POST', '/api/endpoints', { url: hook, ...more });
      if (status !== 201) throw new Error(text);
      return { id: String(json.id), secret: json.secret as string, publicKey: json.public_key as string };
    },
    post: (type, payload) => postText(`{"type":"${type}","payload":${JSON.stringify(payload)}}`),
    postText,
  };
}

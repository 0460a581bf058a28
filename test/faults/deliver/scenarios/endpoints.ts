// Receivers that hang, drip, reset, redirect, answer too much or lie, beside others that answer.
import { until } from '../../../support/until.ts';
import { FAILING, isMisbehaving, LYING } from '../endpoints.ts';
import type { DeliverScenario, DeliverStage } from '../scenario.ts';

const POSTS = 600;
const LIMIT_MS = 120_000;

/** The endpoints that have had attempts so far. */
async function tried({ fixture }: DeliverStage): Promise<Set<string>> {
  const { rows } = await fixture.database.pool.query<{ id: string }>(
    `select distinct d.endpoint_id as id
       from attempts a join deliveries d on d.day = a.day and d.id = a.delivery_id`,
  );
  return new Set(rows.map(({ id }) => id));
}

export const endpoints: DeliverScenario = {
  name: 'endpoints',
  about: `receivers of these kinds beside good ones: ${[...FAILING, ...LYING].join(', ')}`,
  misbehaving: true,
  async run(stage) {
    await stage.posted(POSTS);
    const misbehaving = stage.endpoints.filter(isMisbehaving);
    await until(
      'each of them has had an attempt',
      async () => {
        const done = await tried(stage);
        return misbehaving.every(({ id }) => done.has(id));
      },
      LIMIT_MS,
    );
    return [];
  },
};

// `npm run trace` of events of traced-run.ts, with the tables and a back end.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { runTrace } from './run-trace.ts';
import { type Fate, LADDER, type TracedRun } from './traced-run.ts';

/** @param queryUrl of a back end that has all spans of the run */
export async function checkTraceCommand(t: TestContext, run: TracedRun, queryUrl: string): Promise<void> {
  const tables = { DATABASE_URL: run.system.database.url };
  const both = { ...tables, TRACE_QUERY_URL: queryUrl };
  const idOf = (fate: Fate) => run.events.find((event) => event.fate === fate)?.id ?? '';

  await t.test(
    'npm run trace prints the way of an event that was given up and replayed, and its spans',
    async () => {
      const { code, output } = await runTrace([idOf('dead')], both);
      assert.equal(code, 0, output);
      const lines = output.split('\n');
      const has = (pattern: RegExp) =>
        assert.ok(
          lines.some((line) => pattern.test(line)),
          `${pattern}:\n${output}`,
        );
      has(/^ +\+0\.0 ms {2}event .*: dead\.\d, /);
      has(/├─ stored from partition \d+ at offset \d+$/);
      has(/└─ delivery .* at http:\/\/127\.0\.0\.1:\d+: succeeded \(delivered\)$/);
      for (const attempt of [1, 2, 3, 4])
        has(new RegExp(`├─ attempt ${attempt}: \\S+ 500, \\d+ ms, trace [0-9a-f]{32}$`));
      has(/├─ pending again, by replay /);
      has(/├─ attempt 5: succeeded 200/);
      // The spans: the way down, what is linked to it, and what failed.
      const span = (name: string, more = '') =>
        has(new RegExp(`[+-]\\S+ \\S+ {2}[ │├└─]*${name} \\(hopline-[a-z]+\\) \\S+ \\S+${more}`));
      for (const name of ['POST /api/events', 'send hopline.events.v1', 'claim delivery', 'record result'])
        span(name);
      span('persist batch', ', linked trace [0-9a-f]{32}$');
      span(`process hopline.deliveries.v1.retry.${LADDER.long}`, ', linked trace [0-9a-f]{32}$');
      span('process hopline.deliveries.v1', ', linked trace [0-9a-f]{32}$');
      span('POST', ', failed: 500$');
      assert.ok(!output.includes('/dead/'), 'no path of a URL');
    },
  );

  await t.test('and as one document', async () => {
    const { code, output } = await runTrace([idOf('flaky'), '--json'], both);
    assert.equal(code, 0, output);
    const { event, deliveries, backEnd, spans } = JSON.parse(output);
    assert.equal(event.id, idOf('flaky'));
    assert.deepEqual(
      deliveries[0].attempts.map(({ outcome }: { outcome: string }) => outcome === 'succeeded'),
      [false, true],
    );
    assert.deepEqual([backEnd.problem, deliveries[0].url], [null, undefined]);
    assert.ok(spans.some(({ traceId }: { traceId: string }) => traceId === event.traceId));
  });

  await t.test(
    'without a back end, or with one that does not answer, it prints what the tables have',
    async () => {
      const without = await runTrace([idOf('delivered')], tables);
      assert.deepEqual(
        [without.code, /no spans: TRACE_QUERY_URL is not set/.test(without.output)],
        [0, true],
      );
      const nowhere = `http://127.0.0.1:${await freePort()}`;
      const away = await runTrace([idOf('delivered')], { ...tables, TRACE_QUERY_URL: nowhere });
      assert.equal(away.code, 0);
      assert.match(
        away.output,
        /attempt 1: succeeded 200[\s\S]*no spans: http:\/\/127\.0\.0\.1:\d+ cannot be asked: .*ECONNREFUSED/,
      );
    },
  );

  await t.test('what it cannot do it says', async () => {
    const cases: [args: string[], env: Record<string, string>, code: number, said: RegExp][] = [
      [[randomUUID()], tables, 1, /there is no event .*npm run reconcile.*npm run dlq/],
      [[], tables, 2, /which event\?/],
      [['42'], tables, 2, /"42" is not an event's id/],
      [
        [idOf('flaky')],
        { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' },
        2,
        /the event cannot be read: .*ECONNREFUSED/,
      ],
      [[idOf('flaky')], { ...tables, TRACE_QUERY_URL: 'tempo:3200' }, 2, /TRACE_QUERY_URL.*http/],
    ];
    for (const [args, env, code, said] of cases) {
      const result = await runTrace(args, env);
      assert.equal(result.code, code, result.output);
      assert.match(result.output, said);
    }
    const { code, output } = await runTrace(['--help'], {});
    assert.deepEqual([code, /TRACE_QUERY_URL/.test(output)], [0, true]);
  });
}

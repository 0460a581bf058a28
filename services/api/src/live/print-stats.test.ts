import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TroubledEndpoint } from '@hopline/postgres/endpoints/find-troubled';
import { printStats } from './print-stats.ts';

const at = new Date('2026-03-01T12:00:00Z');

function troubled(more: Partial<TroubledEndpoint>): TroubledEndpoint {
  return {
    ...{ organizationId: 'o', id: 'e', url: 'https://example.com', description: '', breaker: 'closed' },
    ...{ failingSince: at, heldUntil: null, disabledAt: null, disabledReason: null },
    ...more,
  } as TroubledEndpoint;
}

test('what is not known is null, which is not the same as nothing', () => {
  const unknown = printStats({ at, figures: undefined, troubled: [] }) as Record<string, unknown>;
  assert.deepEqual([unknown.seconds, unknown.per_second, unknown.delivery_ms], [null, null, null]);
  const perSecond = { accepted: 0, stored: 1 / 3, delivered: 0, failed: 0 };
  const known = printStats({
    at,
    figures: { seconds: 4.0123, perSecond, deliveryMs: undefined },
    troubled: [],
  }) as Record<string, unknown>;
  assert.deepEqual(
    [known.seconds, known.per_second, known.delivery_ms],
    [4, { ...perSecond, stored: 0.33 }, null],
  );
});

test('an endpoint is listed with the worst of its troubles', () => {
  const { endpoints_in_trouble: listed } = printStats({
    at,
    figures: undefined,
    troubled: [
      troubled({}),
      troubled({ breaker: 'open' }),
      troubled({ breaker: 'open', disabledAt: at, disabledReason: 'failing' }),
    ],
  }) as { endpoints_in_trouble: { trouble: string }[] };
  assert.deepEqual(
    listed.map(({ trouble }) => trouble),
    ['failing', 'breaker_open', 'disabled'],
  );
});

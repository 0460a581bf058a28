import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { createSlowRequestLog } from './slow-requests.ts';

const request = {
  method: 'POST',
  routeOptions: { url: '/api/events' },
  caller: { organizationId: 'an organization' },
  span: { spanContext: () => ({ traceId: 'a trace' }) },
} as unknown as FastifyRequest;

function setUp() {
  const lines: [string, object][] = [];
  const clock = { ms: 5000 };
  const record = (level: string) => (fields: object) => void lines.push([level, fields]);
  const slow = createSlowRequestLog({ warn: record('warn'), error: record('error') }, 100, () => clock.ms);
  return { slow, lines, clock };
}

test('a slow request is a warning, one that took ten times the limit an error', () => {
  const { slow, lines } = setUp();
  slow.note(request, 202, 100.4);
  slow.note(request, 503, 1000);
  const fields = { method: 'POST', route: '/api/events', org_id: 'an organization', trace_id: 'a trace' };
  assert.deepEqual(lines, [
    ['warn', { ...fields, status: 202, duration_ms: 100 }],
    ['error', { ...fields, status: 503, duration_ms: 1000 }],
  ]);
});

test('when everything is slow, there are 20 lines a second, and the next one says how many are missing', () => {
  const { slow, lines, clock } = setUp();
  for (let i = 0; i < 1000; i += 1) slow.note(request, 202, 150);
  assert.equal(lines.length, 20);
  clock.ms += 1000;
  slow.note(request, 202, 150);
  slow.note(request, 202, 150);
  assert.equal(lines.length, 22);
  assert.deepEqual(
    lines.slice(19).map(([, fields]) => 'unwritten' in fields && fields.unwritten),
    [false, 980, false],
  );
});

// docs/tracing.md shows every span that Hopline makes, and every setting of traces.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { traceSettings } from '@hopline/persist/trace/config';
import { hopSpan } from '@hopline/telemetry/hop-spans';
import { messagingSpan } from '@hopline/telemetry/messaging';
import { WEBHOOK_SPAN } from '@hopline/telemetry/webhook-span';
import { parseLadder } from '@hopline/wire/ladder';
import { topicNames } from '@hopline/wire/topics';

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'tracing.md'), 'utf8');

test('docs/tracing.md shows every span, and the settings of npm run trace', () => {
  const { events, deliveries, eventsDlq, deliveriesDlq, rungs } = topicNames('hopline', parseLadder('5s'));
  const read = [events, deliveries, rungs[0]?.topic ?? ''];
  const written = [...read, eventsDlq, deliveriesDlq];
  const names = [
    ...Object.values(hopSpan),
    WEBHOOK_SPAN,
    ...read.map(messagingSpan.process),
    ...written.map(messagingSpan.send),
    ...Object.keys(traceSettings),
    'TRACE_THROUGH_RUNGS',
  ];
  for (const name of names) assert.ok(text.includes(name), `${name} is missing`);
});

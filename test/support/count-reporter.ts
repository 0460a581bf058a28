// A node:test reporter that writes one JSON object with the totals of the run; test/run.ts adds these up.
import type { TestEvent } from 'node:test/reporters';

export default async function* countReporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    if (event.type !== 'test:summary' || event.data.file) continue;
    const { passed, failed, cancelled, skipped, todo } = event.data.counts as Record<string, number>;
    yield JSON.stringify({
      passed: passed ?? 0,
      failed: (failed ?? 0) + (cancelled ?? 0),
      skipped: (skipped ?? 0) + (todo ?? 0),
    });
  }
}

import { createEventIntake } from '@hopline/api/events/accept-events';
import { batchOutcomes, printBatch } from '@hopline/api/events/batch-answer';
import { readBatch } from '@hopline/api/events/batch-request';
import { MicroBatcher } from '@hopline/kafka/micro-batcher';
import { encodeProduce } from '@hopline/kafka/produce-exchange';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { contextOf, SpanKind, startTrace } from '@hopline/telemetry/tracing';
import { batchBody } from './load/requests.ts';

let encodes = 0;
const batcher = new MicroBatcher(
  {
    leaderOf: () => 1,
    refreshLeaders: async () => {},
    send: async (_l: number, parts: never[]) => {
      encodes += encodeProduce(parts, 1000).buf.length;
      await new Promise((r) => setImmediate(r));
      return (parts as unknown[]).map(() => ({ verdict: 'acked', baseOffset: 1n }));
    },
  } as never,
  { batchRecords: 500, batchBytes: 512 * 1024, bufferRecords: 10000, bufferBytes: 32 * 1024 * 1024 },
);
const b = batcher as unknown as Record<string, (...a: unknown[]) => never>;
const publisher = withTracing({
  name: 'x',
  publishEach: b.addEach
    ? (r: never, o: never) => b.addEach!(r, 5000)
    : async (r: never) => await Promise.allSettled(batcher.add(r, 5000)),
  partitionsOf: () => 12,
  load: () => batcher.load(),
} as never);
const intake = createEventIntake({
  publisher: publisher as never,
  topic: 'hopline.events.v1',
  backlog: { noteAck() {} },
});
const bytes = Buffer.from(batchBody(100));
const org = '0198f2d0-5a3c-7cc1-9d43-0d2f6d1c7a10';
async function one() {
  const parent = contextOf(startTrace('x', { kind: SpanKind.SERVER }));
  const items = readBatch({ format: 'json', bytes });
  const answers = await intake.acceptEach(items as never, {
    organizationId: org,
    partitionSpread: 1,
    timeLeftMs: 5000,
    parent,
  });
  return printBatch(batchOutcomes(items, answers)).length;
}
async function round(n: number) {
  const lanes = Array.from({ length: 16 }, async () => {
    for (let i = 0; i < n / 16; i++) await one();
  });
  await Promise.all(lanes);
}
await round(1000);
let best = 1e9;
const all = [];
for (let r = 0; r < 20; r++) {
  const c = process.cpuUsage();
  await round(480);
  const u = process.cpuUsage(c);
  const x = (u.user + u.system) / 480 / 100;
  all.push(x);
  best = Math.min(best, x);
}
all.sort((a, b) => a - b);
console.log('min', best.toFixed(2), 'median', all[10]!.toFixed(2), 'us cpu per event');
process.exit(0);

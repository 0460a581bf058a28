import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DemoLedger } from './ledger.ts';
import { judge, percentiles } from './verdict.ts';

function ledgerOf(count: number): DemoLedger {
  const ledger = new DemoLedger();
  for (let i = 0; i < count; i += 1) {
    const payload = `{"n":${i}}`;
    ledger.accept({ id: `e${i}`, dedupId: `d${i}`, organization: 0, payload, acceptedAt: 1000, acceptMs: 2 });
    deliver(ledger, i, { at: 1010 });
  }
  return ledger;
}

function deliver(
  ledger: DemoLedger,
  i: number,
  given: { at: number; status?: number; validSignature?: boolean },
): void {
  const { at, status = 204, validSignature = true } = given;
  const body = `{"id":"e${i}","data":{"n":${i}}}`;
  ledger.receive({ id: `e${i}`, organization: 0, at, answeredAt: at, status, validSignature, body });
}

const storedAll = (count: number) => ({
  ids: new Set(Array.from({ length: count }, (_, i) => `e${i}`)),
  doubled: 0,
});

test('all is well when every accepted event is stored and delivered', () => {
  const verdict = judge(ledgerOf(3), storedAll(3), 5000);
  assert.ok(verdict.ok);
  assert.deepEqual([verdict.accepted, verdict.stored, verdict.delivered, verdict.lost], [3, 3, 3, 0]);
  assert.equal(verdict.acceptToDeliveredMs.p50, 10);
});

test('an accepted event that is not stored, or was never delivered, is lost', () => {
  assert.equal(judge(ledgerOf(3), storedAll(2), 5000).lost, 1);
  const ledger = ledgerOf(2);
  ledger.receipts.delete('e1');
  const verdict = judge(ledger, storedAll(2), 5000);
  assert.deepEqual([verdict.lost, verdict.ok], [1, false]);
});

test('second rows, bad signatures, altered payloads and early retries each make it fail', () => {
  assert.ok(!judge(ledgerOf(1), { ids: new Set(['e0']), doubled: 1 }, 5000).ok);
  const badlySigned = ledgerOf(1);
  deliver(badlySigned, 0, { at: 9000, validSignature: false });
  assert.ok(!judge(badlySigned, storedAll(1), 5000).ok);
  const altered = ledgerOf(1);
  altered.receive({
    id: 'e0',
    organization: 0,
    at: 1,
    answeredAt: 1,
    status: 204,
    validSignature: true,
    body: '{}',
  });
  assert.equal(judge(altered, storedAll(1), 5000).altered, 1);
  const early = new DemoLedger();
  early.accept({ id: 'e0', dedupId: 'd', organization: 0, payload: '{"n":0}', acceptedAt: 0, acceptMs: 1 });
  deliver(early, 0, { at: 10, status: 503 });
  deliver(early, 0, { at: 5009 });
  assert.deepEqual(
    [judge(early, storedAll(1), 5000).earlyRetries, judge(early, storedAll(1), 4999).ok],
    [1, true],
  );
});

test('repeats of a POST are counted as folded, not as events', () => {
  const ledger = ledgerOf(1);
  ledger.accept({
    id: 'e0',
    dedupId: 'd0',
    organization: 0,
    payload: '{"n":0}',
    acceptedAt: 2000,
    acceptMs: 1,
  });
  const verdict = judge(ledger, storedAll(1), 5000);
  assert.deepEqual([verdict.posted, verdict.accepted, verdict.duplicatesFolded], [2, 1, 1]);
});

test('percentiles are the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, i) => i + 1);
  assert.deepEqual(percentiles(values), { p50: 50, p95: 95, p99: 99 });
  assert.deepEqual(percentiles([]), { p50: 0, p95: 0, p99: 0 });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OrganizationBooks } from '@hopline/postgres/books/read-organization-books';
import type { PartitionBooks } from '@hopline/postgres/books/read-partition-books';
import { checkBooks } from './check-books.ts';
import { printReport } from './print-report.ts';

const TOPIC = '11111111-1111-4111-8111-111111111111';
const DELETED = '22222222-2222-4222-8222-222222222222';

function organization(organizationId: string, appended: bigint, stored: bigint): OrganizationBooks {
  return { organizationId, appended, stored, duplicates: 1n, conflicts: 0n, poison: 0n };
}

function partition(n: number, given: Partial<PartitionBooks> = {}): PartitionBooks {
  return { topicId: TOPIC, partition: n, firstOffset: 5n, nextOffset: 15n, appended: 10n, ...given };
}

const check = (partitions: PartitionBooks[], ends?: [number, bigint][]) =>
  checkBooks({ organizations: [], partitions }, ends && { topicId: TOPIC, ends: new Map(ends) });

test('an organization holds when every record that was appended became something', () => {
  const { organizations, holds } = checkBooks(
    { organizations: [organization('a', 3n, 2n), organization('b', 3n, 3n)], partitions: [] },
    undefined,
  );
  assert.deepEqual(
    organizations.map((one) => one.holds),
    [true, false],
  );
  assert.equal(holds, false);
});

test('a partition holds when every offset that was passed is counted', () => {
  assert.equal(check([partition(0)]).holds, true);
  assert.match(
    check([partition(0, { appended: 9n })]).partitions[0]?.problem ?? '',
    /10 offsets .* 9 records/,
  );
  assert.equal(check([partition(0, { firstOffset: null, nextOffset: null })]).holds, false);
});

test('the progress may be behind the end of the log, never before it', () => {
  const [behind] = check([partition(0)], [[0, 20n]]).partitions;
  assert.deepEqual([behind?.endOffset, behind?.behind, behind?.problem], [20n, 5n, null]);
  assert.equal(check([partition(0)], [[0, 15n]]).holds, true);
  const lost = check([partition(0)], [[0, 12n]]);
  assert.equal(lost.holds, false);
  assert.match(lost.partitions[0]?.problem ?? '', /ends 3 before/);
});

test('a topic that was deleted has no end, and a partition that nothing was read of is all behind', () => {
  const { partitions, holds } = check(
    [partition(0, { topicId: DELETED }), partition(0)],
    [
      [1, 7n],
      [0, 15n],
    ],
  );
  assert.equal(holds, true);
  assert.deepEqual(
    partitions.map((one) => [one.topicId, one.partition, one.behind]),
    [
      [DELETED, 0, null],
      [TOPIC, 0, 0n],
      [TOPIC, 1, 7n],
    ],
  );
});

test('the report shows what does not hold before all that does, and counts all', () => {
  const organizations = Array.from({ length: 60 }, (_, i) => organization(`o${i}`, 3n, i === 59 ? 1n : 2n));
  const report = printReport(checkBooks({ organizations, partitions: [partition(0)] }, undefined), 'away');
  const lines = report.split('\n');
  assert.match(lines[3] ?? '', /^o59 .*does not hold$/);
  assert.ok(lines.includes('10 more hold and are left out.'));
  assert.match(report, /^all 60 +180 +119 +60 /m);
  assert.match(report, /not asked where the logs end: away/);
  assert.match(report, /The books do not add up\.$/);
});

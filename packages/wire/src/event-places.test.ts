import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventKey, organizationOfKey } from './event.ts';
import { EventPlaces, spreadPlaces } from './event-places.ts';
import { eventId } from './ids.ts';
import { partitionFor } from './partitioner.ts';

const organizationId = fc.uuid();
const layout = fc.record({
  spread: fc.integer({ min: 1, max: 40 }),
  partitions: fc.integer({ min: 1, max: 40 }),
});

test('a spread of n has n places in n different partitions, or one in each when there are fewer', () => {
  fc.assert(
    fc.property(organizationId, layout, (organization, { spread, partitions }) => {
      const places = spreadPlaces(organization, spread, partitions);
      const count = Math.min(spread, partitions);
      assert.equal(places.length, count);
      assert.equal(new Set(places.map(({ partition }) => partition)).size, count);
      for (const [i, { key, partition }] of places.entries()) {
        assert.equal(partition, partitionFor(key, partitions), 'any client finds the partition by the key');
        assert.equal(organizationOfKey(key), organization);
        if (count > 1) assert.equal(Number(key.slice(organization.length + 1)) % count, i);
      }
    }),
  );
});

test('no partition gets more than its share of a spread organization, within what chance allows', () => {
  const events = 4000;
  fc.assert(
    fc.property(
      organizationId,
      layout,
      fc.string({ maxLength: 5 }),
      (organization, { spread, partitions }, prefix) => {
        const places = new EventPlaces();
        const counts = new Map<number, number>();
        for (let i = 0; i < events; i += 1) {
          const id = eventId(organization, `${prefix}-${i}`);
          const event = { id, organizationId: organization, orderingKey: null };
          const { partition } = places.placeOf(event, { spread, partitions });
          counts.set(partition, (counts.get(partition) ?? 0) + 1);
        }
        const share = events / Math.min(spread, partitions);
        // Six standard deviations of a binomial count.
        assert.ok(
          Math.max(...counts.values()) <= share + 6 * Math.sqrt(share) + 1,
          `${[...counts.values()]}`,
        );
      },
    ),
    { numRuns: 30 },
  );
});

test('the same event has the same place, whoever computes it and whatever was asked before', () => {
  fc.assert(
    fc.property(organizationId, layout, layout, fc.uuid(), (organization, one, other, id) => {
      const event = { id, organizationId: organization, orderingKey: null };
      const places = new EventPlaces();
      const first = places.placeOf(event, one);
      places.placeOf(event, other);
      assert.deepEqual(places.placeOf(event, one), first);
      assert.deepEqual(new EventPlaces().placeOf(event, one), first);
    }),
  );
});

test('an ordering key keeps its own partition, spread or not, and an organization of spread 1 has one', () => {
  fc.assert(
    fc.property(
      organizationId,
      layout,
      fc.uuid(),
      fc.string({ minLength: 1 }),
      (organization, at, id, orderingKey) => {
        const places = new EventPlaces();
        const ordered = places.placeOf({ id, organizationId: organization, orderingKey }, at);
        const key = eventKey(organization, orderingKey);
        assert.deepEqual(ordered, { key, partition: partitionFor(key, at.partitions) });
        const { partitions } = at;
        assert.deepEqual(
          places.placeOf({ id, organizationId: organization, orderingKey: null }, { spread: 1, partitions }),
          {
            key: organization,
            partition: partitionFor(organization, partitions),
          },
        );
      },
    ),
  );
});

test('more organizations than are remembered have their places all the same', () => {
  const places = new EventPlaces();
  const at = { spread: 2, partitions: 6 };
  const event = (i: number) => ({ id: `id-${i}`, organizationId: `organization-${i}`, orderingKey: null });
  const first = places.placeOf(event(0), at);
  for (let i = 1; i < 25_000; i += 1) places.placeOf(event(i), at);
  assert.deepEqual(places.placeOf(event(0), at), first);
});

// What Kafka keeps for us is lost: the group's offsets, or the retries that wait on their rungs.
import { until } from '../../../support/until.ts';
import type { DeliverScenario, DeliverStage } from '../scenario.ts';

const BEFORE = 100;
const LIMIT_MS = 60_000;

/** Deletes whatever stands on the rungs now. */
async function emptyRungs({ raw, fixture }: DeliverStage): Promise<number> {
  let deleted = 0;
  for (const { topic } of fixture.kafka.topics.rungs) {
    for (const [partition, end] of (await raw.endOffsets(topic)).entries()) {
      if (end > 0n) await raw.deleteRecords(topic, partition, end);
      deleted += Number(end);
    }
  }
  return deleted;
}

export const resets: readonly DeliverScenario[] = [
  {
    name: 'group-reset',
    about: 'the group forgets its offsets and reads every wake-up again: nothing is posted twice',
    async run({ raw, deliver, receiver, fixture, posted, stopLoad, drained }) {
      const { groups, topics } = fixture.kafka;
      await posted(BEFORE);
      await stopLoad();
      await drained();
      await deliver.stop();
      const before = receiver.posts.length;
      const forget = () =>
        raw.deleteGroup(groups.deliver).then(
          () => true,
          () => false,
        );
      await until('the group is forgotten', forget, LIMIT_MS);
      const ends = await raw.endOffsets(topics.deliveries);
      await deliver.start();
      const isRead = async () => {
        const committed = await raw.committedOffsets(groups.deliver, topics.deliveries, ends.length);
        return ends.every((end, partition) => end === 0n || (committed[partition] ?? -1n) >= end);
      };
      await until('everything was read again', () => isRead().catch(() => false), LIMIT_MS);
      const more = receiver.posts.length - before;
      return more > 0 ? [`${more} posts came of wake-ups that were read again`] : [];
    },
  },
  {
    name: 'rungs-emptied',
    about: 'the retries that wait on the rungs are deleted: the sweeper wakes their endpoints',
    // Breakers that stay open would keep everything away from the rungs.
    env: { BREAKER_OPEN: '100ms' },
    async run(stage) {
      await stage.posted(BEFORE);
      // While everything fails, something waits on each of them.
      stage.receiver.refuse(true);
      await stage.posted(BEFORE);
      const deleted = await emptyRungs(stage);
      stage.receiver.refuse(false);
      await stage.healed();
      return deleted > 0 ? [] : ['nothing stood on the rungs'];
    },
  },
];

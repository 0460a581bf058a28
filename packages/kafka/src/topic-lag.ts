import type { TopicLag } from '@hopline/telemetry/metrics/kafka';
import type { PartitionIntake } from './partition-intake.ts';

/** What a member has before it in each of its topics, those that it owns nothing of included. Pure. */
export function lagByTopic(
  topics: readonly string[],
  owned: readonly Pick<PartitionIntake, 'topic' | 'lag'>[],
): TopicLag[] {
  const byTopic = Map.groupBy(owned, ({ topic }) => topic);
  return topics.map((topic) => {
    const lags = (byTopic.get(topic) ?? []).map(({ lag }) => lag.read());
    return {
      topic,
      partitions: lags.length,
      records: lags.reduce((sum, { records }) => sum + records, 0),
      seconds: lags.reduce((worst, { seconds }) => Math.max(worst, seconds), 0),
    };
  });
}

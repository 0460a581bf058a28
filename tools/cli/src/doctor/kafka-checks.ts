// Kafka: whether it answers, has the topics, keeps enough copies, and somebody reads.
import { lagOf } from '@hopline/kafka/group-lag';
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import { readGroups } from '@hopline/kafka/read-groups';
import { count, printSpan } from '../output/figures.ts';
import { printDifference } from '../topics/print-topics.ts';
import { readWantedTopics, type WantedTopic } from '../topics/read-wanted-topics.ts';
import type { Names, WantedTopics } from '../wanted.ts';
import { type Check, type Finding, failed, ok, warning } from './check.ts';

/** As HoplinePersistLag and its like have it: what is due and waits for longer is worth a look. */
const LATE_MS = 60_000;

export function kafkaChecks(
  connect: () => Promise<KafkaInspector>,
  wanted: () => WantedTopics,
  names: () => Names,
): Check[] {
  // Three checks look at the same topics.
  let topics: Promise<WantedTopic[]> | undefined;
  const read = async () => {
    topics ??= connect().then((kafka) => readWantedTopics(kafka, wanted(), Date.now()));
    return await topics;
  };
  return [
    {
      name: 'Kafka',
      otherwise: 'check KAFKA_BROKERS, its TLS and SASL settings, and that the brokers run',
      async look() {
        const kafka = await connect();
        const brokers = await kafka.brokers();
        return ok(
          `${count(brokers.length, 'broker')}: ${brokers.map(({ host, port }) => `${host}:${port}`).join(', ')}`,
        );
      },
    },
    {
      name: 'topics',
      otherwise: 'docs/runbook.md',
      needs: 'Kafka',
      look: async () => judgeTopics(await read()),
    },
    {
      name: 'copies in sync',
      otherwise: 'docs/runbook.md',
      needs: 'Kafka',
      look: async () => judgeCopies(await read()),
    },
    {
      name: 'consumer groups',
      otherwise: 'docs/runbook.md',
      needs: 'Kafka',
      look: async () => judgeGroups(await readGroups(await connect(), names()), Date.now()),
    },
  ];
}

export function judgeTopics(topics: readonly WantedTopic[]): Finding {
  const missing = topics.filter(({ found }) => !found).map(({ spec }) => spec.topic);
  const todo = 'hopline topics apply --dry-run, then without it';
  if (missing.length > 0) return failed(`missing: ${missing.join(', ')}`, 'hopline migrate makes them');
  const wrong = topics.flatMap(({ spec, differences }) =>
    differences
      .filter(({ weight }) => weight === 'wrong')
      .map((one) => `${spec.topic}: ${printDifference(one)}`),
  );
  if (wrong.length > 0) return failed(wrong.join('; '), todo);
  const other = topics.flatMap(({ spec, differences }) =>
    differences.map((one) => `${spec.topic}: ${printDifference(one)}`),
  );
  if (other.length > 0)
    return warning(other.join('; '), 'nothing, if that was meant; hopline topics apply --all');
  return ok(`${topics.length} are there and as wanted`);
}

export function judgeCopies(topics: readonly WantedTopic[]): Finding {
  const there = topics.filter(({ found }) => found);
  if (there.length === 0) return failed('there are no topics', 'hopline migrate makes them');
  const problems = there.flatMap(({ spec, replicaProblems }) =>
    replicaProblems.map((problem) => `${spec.topic}: ${problem}`),
  );
  if (problems.length > 0) {
    return failed(
      problems.join('; '),
      'see which broker is away; nothing may be written while too few are in sync',
    );
  }
  const partitions = there.flatMap(({ found }) => found?.partitions ?? []);
  const copies = Math.min(...partitions.map(({ replicas }) => replicas.length));
  const text = `all of ${count(partitions.length, 'partition')}, each with ${copies} ${copies === 1 ? 'copy' : 'copies'}`;
  const [first] = there;
  const minInsync = Number(first?.found?.config.get('min.insync.replicas') ?? 1);
  if (copies === minInsync && copies > 1) {
    return warning(
      `${text}, and min.insync.replicas is ${minInsync}: without any broker nothing is accepted`,
      'one copy more than min.insync.replicas',
    );
  }
  return ok(text);
}

export function judgeGroups(groups: Awaited<ReturnType<typeof readGroups>>, nowMs: number): Finding {
  const idle = groups.filter(({ members }) => members.length === 0).map(({ groupId }) => groupId);
  if (idle.length > 0) {
    return failed(`nobody reads for ${idle.join(', ')}`, 'start persist and deliver, and see their logs');
  }
  const late = groups.flatMap(({ groupId, topics }) =>
    topics.flatMap((topic) => {
      const { records, lateMs } = lagOf(topic, nowMs);
      return lateMs > LATE_MS ? [`${groupId}: ${records} of ${topic.topic}, ${printSpan(lateMs)} late`] : [];
    }),
  );
  if (late.length > 0) return warning(late.join('; '), 'docs/runbook.md, by the alert of that hop');
  const members = groups.map(({ groupId, members: list }) => `${groupId} ${list.length}`);
  return ok(`members: ${members.join(', ')}; nothing is more than ${printSpan(LATE_MS)} late`);
}

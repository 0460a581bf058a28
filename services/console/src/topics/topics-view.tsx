import { Link } from '@tanstack/react-router';
import type { Group, Topic } from '../api/shapes.ts';
import { count, size } from '../format/amount.ts';
import { Needs } from '../layout/needs.tsx';
import { Badge } from '../parts/badge.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { LagTable } from './lag-table.tsx';
import { healthOf, lagText, purposeOf, retentionText } from './topic-words.ts';
import { useGroups, useTopics } from './use-topics.ts';

/** What is in Kafka, and who reads it. */
export function TopicsView() {
  return (
    <Needs permission="administer" title="Topics">
      <Topics />
    </Needs>
  );
}

function Topics() {
  const topics = useTopics();
  const groups = useGroups();
  return (
    <Page
      title="Topics"
      lead="What is in Kafka, in the order in which an event goes through it, and who reads it."
    >
      <Loaded query={topics} what="the topics">
        {(list) => <TopicTable topics={list} groups={groups.data ?? []} />}
      </Loaded>
      <h2>Consumer groups</h2>
      <Loaded query={groups} what="the consumer groups">
        {(list) => <LagTable groups={list} />}
      </Loaded>
    </Page>
  );
}

function TopicTable({
  topics,
  groups,
}: {
  readonly topics: readonly Topic[];
  readonly groups: readonly Group[];
}) {
  return (
    <div className="table-box">
      <table>
        <caption>Records and sizes are of one replica; sizes as the broker tells them</caption>
        <thead>
          <tr>
            <th scope="col">Topic</th>
            <th scope="col">Health</th>
            <th scope="col" className="number">
              Partitions
            </th>
            <th scope="col" className="number">
              Replicas
            </th>
            <th scope="col" className="number">
              Records
            </th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col" className="number">
              Retention
            </th>
            <th scope="col">Lag of its readers</th>
          </tr>
        </thead>
        <tbody>
          {topics.map((topic) => (
            <tr key={topic.name}>
              <th scope="row">
                <Link to="/topics/$topicName" params={{ topicName: topic.name }}>
                  {topic.name}
                </Link>
                <div className="quiet">{purposeOf(topic)}</div>
              </th>
              <td>
                <Health topic={topic} />
              </td>
              <td className="number">{count(topic.partitions)}</td>
              <td className="number">{count(topic.replication_factor)}</td>
              <td className="number">{count(topic.records)}</td>
              <td className="number">{topic.bytes === null ? '–' : size(topic.bytes)}</td>
              <td className="number">{retentionText(topic.retention_ms)}</td>
              <td>
                <ReadBy topic={topic} groups={groups} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Health({ topic }: { readonly topic: Topic }) {
  const { state, text } = healthOf(topic);
  return (
    <>
      <Badge state={state} text={text} />
      {topic.problems.map((problem) => (
        <div key={problem}>{problem}</div>
      ))}
    </>
  );
}

function ReadBy({ topic, groups }: { readonly topic: Topic; readonly groups: readonly Group[] }) {
  if (topic.group === null) return <span className="quiet">nobody reads it by itself</span>;
  const lag = groups
    .find(({ group }) => group === topic.group)
    ?.topics.find(({ topic: name }) => name === topic.name);
  return <>{lag === undefined ? '…' : lagText(lag)}</>;
}

import { getRouteApi, Link } from '@tanstack/react-router';
import type { WholeTopic } from '../api/shapes.ts';
import { count, size } from '../format/amount.ts';
import { Needs } from '../layout/needs.tsx';
import { Badge } from '../parts/badge.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { PartitionTable } from './partition-table.tsx';
import { RecordTail } from './record-tail-view.tsx';
import { healthOf, purposeOf, retentionText } from './topic-words.ts';
import { useGroup, useTopic } from './use-topics.ts';

const route = getRouteApi('/topics/$topicName');

/** One topic: its records, its partitions, and who reads it. */
export function TopicView() {
  const { topicName } = route.useParams();
  return (
    <Needs permission="administer" title="Topic">
      <OneTopic key={topicName} name={topicName} />
    </Needs>
  );
}

function OneTopic({ name }: { readonly name: string }) {
  const query = useTopic(name);
  const { partition, from } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title={name}
      lead={query.data && purposeOf(query.data)}
      actions={
        <Link to="/topics" className="link-action">
          All topics
        </Link>
      }
    >
      <Loaded query={query} what="the topic">
        {(topic) => (
          <>
            <TopicFacts topic={topic} />
            <RecordTail
              key={`${partition} ${from}`}
              topic={topic}
              partition={partition}
              from={from}
              onPlace={(place) => void navigate({ search: place })}
            />
            <h2>Partitions</h2>
            <Partitions topic={topic} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function TopicFacts({ topic }: { readonly topic: WholeTopic }) {
  const { state, text } = healthOf({ exists: true, problems: topic.problems });
  const retention = topic.config['retention.ms'];
  return (
    <Facts
      of={[
        [
          'Health',
          <span key="health">
            <Badge state={state} text={text} /> {topic.problems.join('; ')}
          </span>,
        ],
        ['Records', count(topic.records)],
        ['Size of one replica', topic.bytes === null ? 'the broker does not say' : size(topic.bytes)],
        [
          'Retention',
          retentionText(retention === null || retention === undefined ? null : Number(retention)),
        ],
        [
          'Read by',
          topic.group === null ? (
            'nobody'
          ) : (
            <Link key="group" to="/groups/$groupId" params={{ groupId: topic.group }}>
              {topic.group}
            </Link>
          ),
        ],
        ...Object.entries(topic.config)
          .filter(([name]) => name !== 'retention.ms')
          .map(([name, value]): [string, string] => [name, value ?? '–']),
      ]}
    />
  );
}

function Partitions({ topic }: { readonly topic: WholeTopic }) {
  return topic.group === null ? (
    <PartitionTable partitions={topic.partitions} />
  ) : (
    <ReadPartitions topic={topic} group={topic.group} />
  );
}

/** With what their readers have finished. */
function ReadPartitions({ topic, group }: { readonly topic: WholeTopic; readonly group: string }) {
  const query = useGroup(group);
  return (
    <Loaded query={query} what="the lag">
      {({ topics }) => (
        <PartitionTable
          partitions={topic.partitions}
          progress={topics.find(({ topic: name }) => name === topic.name)?.partitions ?? []}
        />
      )}
    </Loaded>
  );
}

import { getRouteApi, Link } from '@tanstack/react-router';
import type { WholeGroup } from '../api/shapes.ts';
import { count } from '../format/amount.ts';
import { Needs } from '../layout/needs.tsx';
import { Empty } from '../parts/empty.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Distance } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { TableBox } from '../parts/table-box.tsx';
import { GroupState } from './lag-table.tsx';
import { assignmentText, memberOf } from './members.ts';
import { lagText } from './topic-words.ts';
import { useGroup } from './use-topics.ts';

const route = getRouteApi('/groups/$groupId');

/** One consumer group: who is in it, and how far each partition has been read. */
export function GroupView() {
  const { groupId } = route.useParams();
  return (
    <Needs permission="administer" title="Consumer group">
      <OneGroup key={groupId} id={groupId} />
    </Needs>
  );
}

function OneGroup({ id }: { readonly id: string }) {
  const query = useGroup(id);
  return (
    <Page
      title={id}
      lead="A consumer group: processes that share the partitions of a topic."
      actions={
        <Link to="/topics" className="link-action">
          All topics
        </Link>
      }
    >
      <Loaded query={query} what="the consumer group">
        {(group) => (
          <>
            <Facts
              of={[['State', <GroupState key="state" state={group.state} members={group.members.length} />]]}
            />
            <h2>Members</h2>
            <Members group={group} />
            {group.topics.map((topic) => (
              <Progress key={topic.topic} topic={topic} group={group} />
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Members({ group }: { readonly group: WholeGroup }) {
  if (group.members.length === 0)
    return (
      <Empty title="Nobody reads for this group">
        What comes in waits. Start the service that reads it, and look into its log.
      </Empty>
    );
  return (
    <TableBox label="Members">
      <table>
        <caption className="for-readers">Who reads</caption>
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Host</th>
            <th scope="col">Partitions</th>
          </tr>
        </thead>
        <tbody>
          {group.members.map((member) => (
            <tr key={member.id}>
              <th scope="row" title={member.id}>
                {member.client_id}
              </th>
              <td>{member.host}</td>
              <td>{assignmentText(member.partitions)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Progress({
  topic,
  group,
}: {
  readonly topic: WholeGroup['topics'][number];
  readonly group: WholeGroup;
}) {
  return (
    <>
      <h2>
        <Link to="/topics/$topicName" params={{ topicName: topic.topic }}>
          {topic.topic}
        </Link>
      </h2>
      <p>
        Lag {lagText(topic)}
        {topic.next_due_at !== null && (
          <>
            ; the next is due <Distance time={topic.next_due_at} />
          </>
        )}
      </p>
      <TableBox label={`Partitions of ${topic.topic}`}>
        <table>
          <caption className="for-readers">Partitions of {topic.topic}</caption>
          <thead>
            <tr>
              <th scope="col">Partition</th>
              <th scope="col">Member</th>
              <th scope="col" className="number">
                Committed
              </th>
              <th scope="col" className="number">
                End offset
              </th>
              <th scope="col" className="number">
                Lag
              </th>
              <th scope="col">Oldest that is not finished</th>
            </tr>
          </thead>
          <tbody>
            {topic.partitions.map((one) => (
              <tr key={one.partition}>
                <th scope="row">{one.partition}</th>
                <td>{memberOf(group.members, topic.topic, one.partition) ?? '–'}</td>
                <td className="number">
                  {one.committed_offset === null ? '–' : count(one.committed_offset)}
                </td>
                <td className="number">{one.end_offset === null ? '–' : count(one.end_offset)}</td>
                <td className="number">{one.lag === null ? '–' : count(one.lag)}</td>
                <td>{one.oldest_at === null ? '–' : <Distance time={one.oldest_at} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </>
  );
}

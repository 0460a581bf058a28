import { Link } from '@tanstack/react-router';
import { count, duration } from '../format/amount.ts';
import { Badge } from '../parts/badge.tsx';
import { Distance } from '../parts/moment.tsx';

/** A group, as the list of groups and the stream of the lag have it. */
export interface GroupLag {
  readonly group: string;
  readonly state: string;
  readonly members: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly lag: number;
    /** Partitions that nobody leads, of which it is not known. */
    readonly offline_partitions?: number;
    readonly late_ms: number;
    readonly next_due_at: string | null;
  }[];
}

/** How far each hop and rung is behind. */
export function LagTable({ groups }: { readonly groups: readonly GroupLag[] }) {
  return (
    <div className="table-box">
      <table>
        <caption>What waits on a rung for its time is not late</caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">State</th>
            <th scope="col">Topic</th>
            <th scope="col" className="number">
              Lag
            </th>
            <th scope="col" className="number">
              Late
            </th>
            <th scope="col">Next is due</th>
          </tr>
        </thead>
        <tbody>
          {groups.flatMap((group) =>
            group.topics.map((topic, i) => (
              <tr key={`${group.group} ${topic.topic}`}>
                {i === 0 && <GroupCells group={group} />}
                <td>
                  <Link to="/topics/$topicName" params={{ topicName: topic.topic }}>
                    {topic.topic}
                  </Link>
                </td>
                <td className="number">
                  {count(topic.lag)}
                  {topic.offline_partitions ? (
                    <>
                      {' '}
                      <Badge state="failing" text={`${count(topic.offline_partitions)} offline`} />
                    </>
                  ) : undefined}
                </td>
                <td className="number">{topic.late_ms === 0 ? '–' : duration(topic.late_ms)}</td>
                <td>{topic.next_due_at === null ? '–' : <Distance time={topic.next_due_at} />}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

function GroupCells({ group: { group, state, members, topics } }: { readonly group: GroupLag }) {
  return (
    <>
      <th scope="rowgroup" rowSpan={topics.length}>
        <Link to="/groups/$groupId" params={{ groupId: group }}>
          {group}
        </Link>
      </th>
      <td rowSpan={topics.length}>
        <GroupState state={state} members={members} />
      </td>
    </>
  );
}

/** Kafka's word for the group, and how many are in it: without anybody nothing is read. */
export function GroupState({ state, members }: { readonly state: string; readonly members: number }) {
  return (
    <span className="one-line">
      <Badge state={members === 0 ? 'failing' : state === 'Stable' ? 'active' : 'waiting'} text={state} />{' '}
      {members === 1 ? '1 member' : `${count(members)} members`}
    </span>
  );
}

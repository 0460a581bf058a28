import { useState } from 'react';
import type { WholeTopic } from '../api/shapes.ts';
import { Action } from '../parts/action.tsx';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { type Place, PlaceForm } from './place-form.tsx';
import { stateText } from './record-rows.ts';
import { RecordTable } from './record-table.tsx';
import { useRecords } from './use-records.ts';

interface RecordTailProps {
  readonly topic: WholeTopic;
  readonly partition: string | undefined;
  readonly from: string | undefined;
  readonly onPlace: (place: Place) => void;
}

/** The records of a topic, decoded: the newest as they come, or page by page from a place on. */
export function RecordTail({ topic, partition, from, onPlace }: RecordTailProps) {
  // Who has gone to a place wants to look at what is there.
  const [isFollowing, setFollowing] = useState(from === undefined);
  const { records, error, isReading, readOn } = useRecords(
    { topic: topic.name, partition, from },
    isFollowing,
  );
  return (
    <section aria-label="Records">
      <h2>Records</h2>
      <PlaceForm partitions={topic.partitions.length} place={{ partition, from }} onPlace={onPlace} />
      <div className="actions">
        <Action tone={isFollowing ? 'plain' : 'main'} onPress={() => setFollowing(!isFollowing)}>
          {isFollowing ? 'Pause' : 'Follow'}
        </Action>
        {!isFollowing && (
          <Action onPress={readOn} isPending={isReading}>
            Next records
          </Action>
        )}
        <p className="quiet" role="status">
          <Badge state={isFollowing ? 'active' : 'paused'} text={isFollowing ? 'live' : 'paused'} />{' '}
          {stateText(records)}
        </p>
      </div>
      {error !== undefined && <ProblemNotice error={error} onRetry={readOn} />}
      {records.rows.length > 0 && <RecordTable rows={records.rows} />}
      {records.rows.length === 0 && records.cursor !== undefined && (
        <Empty title="No records here">
          {from === undefined
            ? 'As soon as one is appended it appears here.'
            : 'There is nothing after this place. Go to the earliest, or follow what comes.'}
        </Empty>
      )}
    </section>
  );
}

import type { WholeGroup, WholeTopic } from '../api/shapes.ts';
import { count, size } from '../format/amount.ts';
import { Badge } from '../parts/badge.tsx';
import { Distance } from '../parts/moment.tsx';
import { TableBox } from '../parts/table-box.tsx';

type Partition = WholeTopic['partitions'][number];
type Progress = WholeGroup['topics'][number]['partitions'][number];

interface PartitionTableProps {
  readonly partitions: readonly Partition[];
  /** What the group that reads the topic has finished. */
  readonly progress?: readonly Progress[];
}

/** Where each partition is, what it holds, and how far it has been read. */
export function PartitionTable({ partitions, progress }: PartitionTableProps) {
  return (
    <TableBox label="Partitions">
      <table>
        <caption>Brokers go by their ids, the leader first</caption>
        <thead>
          <tr>
            <th scope="col">Partition</th>
            <th scope="col">Leader</th>
            <th scope="col">In-sync replicas</th>
            <th scope="col" className="number">
              First offset
            </th>
            <th scope="col" className="number">
              End offset
            </th>
            <th scope="col" className="number">
              Size
            </th>
            {progress && <ProgressHeads />}
          </tr>
        </thead>
        <tbody>
          {partitions.map((one) => (
            <tr key={one.partition}>
              <th scope="row">{one.partition}</th>
              <td>{one.leader === null ? <Badge state="failing" text="none" /> : one.leader}</td>
              <td>
                <InSyncReplicas partition={one} />
              </td>
              <td className="number">{printOffset(one.first_offset)}</td>
              <td className="number">{printOffset(one.end_offset)}</td>
              <td className="number">{one.bytes === null ? '–' : size(one.bytes)}</td>
              {progress && (
                <ProgressCells of={progress.find(({ partition }) => partition === one.partition)} />
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function ProgressHeads() {
  return (
    <>
      <th scope="col" className="number">
        Committed
      </th>
      <th scope="col" className="number">
        Lag
      </th>
      <th scope="col">Oldest that is not finished</th>
    </>
  );
}

function ProgressCells({ of: progress }: { readonly of: Progress | undefined }) {
  return (
    <>
      <td className="number">{printOffset(progress?.committed_offset ?? null)}</td>
      <td className="number">{printOffset(progress?.lag ?? null)}</td>
      <td>{progress?.oldest_at ? <Distance time={progress.oldest_at} /> : '–'}</td>
    </>
  );
}

function InSyncReplicas({ partition: { replicas, in_sync: inSync } }: { readonly partition: Partition }) {
  const missing = replicas.filter((broker) => !inSync.includes(broker));
  if (missing.length === 0) return <>{replicas.join(', ')}</>;
  return (
    <>
      {inSync.join(', ')} <Badge state="failing" text={`without ${missing.join(', ')}`} />
    </>
  );
}

function printOffset(offset: number | null): string {
  return offset === null ? '–' : count(offset);
}

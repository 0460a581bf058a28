import { type FormEvent, useState } from 'react';
import { Action } from '../parts/action.tsx';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { fromInput, toInput } from '../url/local-time.ts';
import { type Begin, beginOf } from './begin.ts';

/** Where the records begin that are looked at, as the URL has it. */
export interface Place {
  readonly partition?: string | undefined;
  readonly from?: string | undefined;
}

interface PlaceFormProps {
  /** How many the topic has. */
  readonly partitions: number;
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
}

const ALL = 'all';

const BEGINS: readonly (readonly [Begin, string])[] = [
  ['latest', 'the newest'],
  ['earliest', 'the earliest'],
  ['time', 'a time'],
  ['offset', 'an offset'],
];

/** Goes to a place in the topic. */
export function PlaceForm({ partitions, place, onPlace }: PlaceFormProps) {
  const [begin, setBegin] = useState(beginOf(place.from));
  const [partition, setPartition] = useState(place.partition ?? ALL);
  const [offset, setOffset] = useState(begin === 'offset' ? (place.from ?? '') : '');
  const [time, setTime] = useState(begin === 'time' ? toInput(place.from) : '');
  function submit(event: FormEvent): void {
    event.preventDefault();
    const from = { latest: undefined, earliest: 'earliest', time: fromInput(time), offset }[begin];
    onPlace({ partition: partition === ALL ? undefined : partition, from });
  }
  const ofPartitions = Array.from({ length: partitions }, (_, i) => [`${i}`, `${i}`] as const);
  return (
    <form className="filters" onSubmit={submit} aria-label="Place">
      <Choice label="From" value={begin} onChange={setBegin} options={BEGINS} />
      <Choice
        label="Partition"
        value={partition}
        onChange={setPartition}
        options={begin === 'offset' ? ofPartitions : [[ALL, 'all'], ...ofPartitions]}
      />
      {begin === 'offset' && (
        <TextInput label="Offset" type="number" min={0} value={offset} onChange={setOffset} isRequired />
      )}
      {begin === 'time' && (
        <TextInput label="Time" type="datetime-local" value={time} onChange={setTime} isRequired />
      )}
      <div className="actions field">
        <Action type="submit" isDisabled={begin === 'offset' && partition === ALL}>
          Go there
        </Action>
      </div>
    </form>
  );
}

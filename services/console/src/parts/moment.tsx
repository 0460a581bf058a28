import { useSyncExternalStore } from 'react';
import { exactInstant, fromNow, localMoment } from '../format/moment.ts';
import { onSecond } from './second-clock.ts';

/** A time in the viewer's zone, with the exact instant on hover and for screen readers. */
export function Moment({
  time,
  none = '–',
}: {
  readonly time: string | null | undefined;
  readonly none?: string;
}) {
  if (time === null || time === undefined) return <span className="moment quiet">{none}</span>;
  const exact = exactInstant(time);
  return (
    <time className="moment" dateTime={exact} title={exact}>
      {localMoment(time)}
      <span className="for-readers"> ({exact})</span>
    </time>
  );
}

/** A time by its distance from now, which goes on. */
export function Distance({ time }: { readonly time: string }) {
  const exact = exactInstant(time);
  // Drawn again only when its text is another.
  const distance = useSyncExternalStore(onSecond, () => fromNow(time, Date.now()));
  return (
    <time className="moment" dateTime={exact} title={exact}>
      {distance}
      <span className="for-readers"> ({exact})</span>
    </time>
  );
}

import { exactInstant, fromNow, localMoment } from '../format/moment.ts';

/** A time in the viewer's zone, with the exact instant on hover and for screen readers. */
export function Moment({
  time,
  none = '–',
}: {
  readonly time: string | null | undefined;
  readonly none?: string;
}) {
  if (time === null || time === undefined) return <span className="quiet">{none}</span>;
  const exact = exactInstant(time);
  return (
    <time className="moment" dateTime={exact} title={exact}>
      {localMoment(time)}
      <span className="for-readers"> ({exact})</span>
    </time>
  );
}

/** A time by its distance from now, which is when it is drawn. */
export function Distance({ time }: { readonly time: string }) {
  const exact = exactInstant(time);
  return (
    <time className="moment" dateTime={exact} title={exact}>
      {fromNow(time, Date.now())}
      <span className="for-readers"> ({exact})</span>
    </time>
  );
}

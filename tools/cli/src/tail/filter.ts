// Which records somebody wants to see. Pure.
import { type Decoded, organizationOf } from '@hopline/kafka/record-decoder';

export interface TailFilter {
  readonly org?: string | undefined;
  /** A type, or its first words with `.*`. */
  readonly type?: string | undefined;
  /** Of an event, a delivery or an endpoint. */
  readonly id?: string | undefined;
}

export function isFilter({ org, type, id }: TailFilter): boolean {
  return org !== undefined || type !== undefined || id !== undefined;
}

export function fitsTail(decoded: Decoded, { org, type, id }: TailFilter): boolean {
  return (
    (org === undefined || organizationOf(decoded) === org) &&
    (type === undefined || (decoded.kind === 'event' && fitsType(decoded.event.type, type))) &&
    (id === undefined || idsOf(decoded).includes(id))
  );
}

function fitsType(type: string, wanted: string): boolean {
  if (wanted === '*') return true;
  return wanted.endsWith('.*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

function idsOf(decoded: Decoded): readonly string[] {
  if (decoded.kind === 'event') return [decoded.event.id];
  if (decoded.kind === 'unreadable') return [];
  const { endpoint_id: endpointId, delivery } = decoded.wakeUp;
  return delivery === null ? [endpointId] : [delivery.id, endpointId];
}

// An endpoint while somebody writes it, and what is then sent. Pure.
import type { Endpoint, EndpointChange, EndpointRequest } from '../api/shapes.ts';
import { draftOf, type FilterDraft, readFilter } from './filter-draft.ts';

export interface EndpointDraft {
  readonly url: string;
  readonly description: string;
  /** With commas between them. */
  readonly types: string;
  readonly filters: readonly FilterDraft[];
  /** Posts a minute; empty for no limit. */
  readonly rateLimit: string;
  /** With commas; empty for the delays of the installation. */
  readonly schedule: string;
  /** `Name: value`, one a line. Values that are set already are not shown. */
  readonly headers: string;
  /** Takes away all headers that are set. */
  readonly removesHeaders: boolean;
  readonly sendTraceparent: boolean;
  /** Only of a new one. */
  readonly ordered: boolean;
  readonly signature: 'v1' | 'v1a';
}

export const NEW_ENDPOINT: EndpointDraft = {
  ...{ url: '', description: '', types: '*', filters: [], rateLimit: '', schedule: '', headers: '' },
  ...{ removesHeaders: false, sendTraceparent: false, ordered: false, signature: 'v1' },
};

/** An empty text means the installation's. */
const NO_RETRIES = 'none';

export function draftOfEndpoint(endpoint: Endpoint): EndpointDraft {
  return {
    url: endpoint.url,
    description: endpoint.description,
    types: endpoint.event_types.join(', '),
    filters: endpoint.filters.map(draftOf),
    rateLimit: endpoint.rate_limit === null ? '' : String(endpoint.rate_limit),
    schedule: scheduleText(endpoint.retry_schedule),
    headers: '',
    removesHeaders: false,
    sendTraceparent: endpoint.send_traceparent,
    ordered: endpoint.ordered,
    signature: endpoint.signature_version,
  };
}

/** What the form shows of a retry schedule. */
export function scheduleText(schedule: Endpoint['retry_schedule']): string {
  if (schedule === null) return '';
  return schedule.length === 0 ? NO_RETRIES : schedule.join(', ');
}

function scheduleOf(text: string): string[] | null {
  const delays = listOf(text);
  if (delays.length === 0) return null;
  return delays.length === 1 && delays[0]?.toLowerCase() === NO_RETRIES ? [] : delays;
}

/** The list that a text with commas or spaces means. */
export function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function commonOf(draft: EndpointDraft) {
  return {
    url: draft.url.trim(),
    description: draft.description,
    event_types: listOf(draft.types),
    filters: draft.filters.map(readFilter),
    rate_limit: draft.rateLimit.trim() === '' ? null : Number(draft.rateLimit),
    retry_schedule: scheduleOf(draft.schedule),
    send_traceparent: draft.sendTraceparent,
    ...(draft.headers.trim() === '' && !draft.removesHeaders ? {} : { headers: headersOf(draft.headers) }),
  };
}

/** The body of POST /api/endpoints. */
export function requestOf(draft: EndpointDraft): EndpointRequest {
  const request = { ...commonOf(draft), signature_version: draft.signature, ordered: draft.ordered };
  // The document of the API describes lists and values more loosely than they are.
  return request as EndpointRequest;
}

/**
 * The body of PATCH /api/endpoints/:id: what differs from the draft that it began with, so that what somebody else has changed meanwhile
 * stays. Headers stay as they are unless some are given, or all are taken away.
 */
export function changeOf(draft: EndpointDraft, begun: EndpointDraft): EndpointChange {
  const before: Readonly<Record<string, unknown>> = commonOf(begun);
  const isOther = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(commonOf(draft)).filter(isOther)) as EndpointChange;
}

function headersOf(text: string): { name: string; value: string }[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      const name = colon === -1 ? line : line.slice(0, colon);
      return { name: name.trim(), value: colon === -1 ? '' : line.slice(colon + 1).trim() };
    });
}

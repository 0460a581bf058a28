import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Endpoint } from '../api/shapes.ts';
import {
  changeOf,
  draftOfEndpoint,
  type EndpointDraft,
  NEW_ENDPOINT,
  requestOf,
  scheduleText,
} from './endpoint-draft.ts';

test('what is left out is sent as the default', () => {
  assert.deepEqual(requestOf({ ...NEW_ENDPOINT, url: ' https://example.com/hooks ' }), {
    ...{ url: 'https://example.com/hooks', description: '', event_types: ['*'], filters: [] },
    ...{ rate_limit: null, retry_schedule: null, send_traceparent: false },
    ...{ signature_version: 'v1', ordered: false },
  });
});

test('lists, numbers and headers are read', () => {
  const request = requestOf({
    ...NEW_ENDPOINT,
    ...{ url: 'https://e.com', types: 'order.*, user.created', rateLimit: '60', schedule: '5s 1m' },
    filters: [{ pointer: '/total', op: 'gte', text: '100' }],
    headers: 'Authorization: Bearer a:b\n\nX-Team:  billing ',
  });
  assert.deepEqual(request.event_types, ['order.*', 'user.created']);
  assert.deepEqual(request.filters, [{ pointer: '/total', op: 'gte', value: 100 }]);
  assert.deepEqual([request.rate_limit, request.retry_schedule], [60, ['5s', '1m']]);
  assert.deepEqual(request.headers, [
    { name: 'Authorization', value: 'Bearer a:b' },
    { name: 'X-Team', value: 'billing' },
  ]);
});

test('of an endpoint only what was changed is sent, and its headers are left alone', () => {
  const endpoint = {
    ...{ url: 'https://e.com/', description: 'the warehouse', event_types: ['order.*'], rate_limit: 5 },
    ...{ filters: [{ pointer: '/a', op: 'eq', value: 'true' }], retry_schedule: ['5s', '1h'] },
    ...{ send_traceparent: true, ordered: false, signature_version: 'v1' },
  } as unknown as Endpoint;
  const begun = draftOfEndpoint(endpoint);
  assert.deepEqual(changeOf(begun, begun), {});
  const change = (changed: Partial<EndpointDraft>) => changeOf({ ...begun, ...changed }, begun);
  assert.deepEqual(change({ description: 'mended' }), { description: 'mended' });
  assert.deepEqual(change({ types: 'order.*,  user.created', rateLimit: '' }), {
    ...{ event_types: ['order.*', 'user.created'], rate_limit: null },
  });
  // What no subscription is, the API refuses: it is not everything.
  assert.deepEqual(change({ types: ' ' }), { event_types: [] });
  assert.deepEqual(change({ headers: 'X-Team: billing' }), {
    headers: [{ name: 'X-Team', value: 'billing' }],
  });
  assert.deepEqual(change({ removesHeaders: true }), { headers: [] });
});

test('an endpoint without retries stays without them', () => {
  const draft = { ...NEW_ENDPOINT, schedule: scheduleText([]) };
  assert.deepEqual(requestOf(draft).retry_schedule, []);
  assert.equal(requestOf({ ...draft, schedule: scheduleText(null) }).retry_schedule, null);
});

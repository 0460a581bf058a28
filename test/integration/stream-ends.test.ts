// A stream outlives the look at who has opened it: it ends soon after a session or a portal's link has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealPortalGrant } from '@hopline/api/auth/portal-link';
import { beginSession, SESSION_MS, sealSession } from '@hopline/api/auth/session';
import { signIn } from '../support/browser-session.ts';
import { openStream } from '../support/event-stream.ts';
import { secretBox } from '../support/secret-keys.ts';
import { until } from '../support/until.ts';
import { createTenant, startApi } from './api-fixture.ts';
import { makeKey, revoke } from './api-keys-fixture.ts';

const PATHS = ['/api/stats/stream', '/api/events/stream'];

test('streams end when the key of their session, or of their portal link, is revoked, and others go on', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const lost = await makeKey(url, apiKey, { scopes: ['read', 'manage'] });
  const open = (headers: Record<string, string>) =>
    Promise.all(PATHS.map((path) => openStream(t, `${url}${path}`, headers)));
  const linkOf = (key: string) => {
    const grant = { key, readOnly: true, expiresAt: Date.now() + 600_000 };
    return { authorization: `Bearer ${sealPortalGrant(secretBox, grant)}` };
  };
  const ending = [
    ...(await open({ cookie: (await signIn(url, lost.apiKey)).cookie })),
    ...(await open(linkOf(lost.apiKey))),
  ];
  const [staying] = await open({ cookie: (await signIn(url, apiKey)).cookie });
  const [ofLink] = await open(linkOf(apiKey));
  assert.ok((await revoke(url, apiKey, lost.id)).status < 300);
  await until('they have ended', () => ending.every((stream) => stream.hasEnded()));
  for (const stream of [staying, ofLink]) {
    const had = stream?.messages.length ?? 0;
    await until('the others go on', () => (stream?.messages.length ?? 0) > had);
    assert.equal(stream?.hasEnded(), false);
  }
});

test('streams end when their session, or their portal link, is over', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  // Long enough for a machine that is held up to open them before.
  const soon = Date.now() + 8000;
  const session = sealSession(secretBox, beginSession({ kind: 'key', secret: apiKey }, soon - SESSION_MS));
  const link = sealPortalGrant(secretBox, { key: apiKey, readOnly: false, expiresAt: soon });
  const both = [{ cookie: `hopline_session=${session}` }, { authorization: `Bearer ${link}` }];
  const streams = await Promise.all(
    both.flatMap((headers) => PATHS.map((path) => openStream(t, `${url}${path}`, headers))),
  );
  await until('they have ended', () => streams.every((stream) => stream.hasEnded()));
  assert.ok(Date.now() >= soon, 'none has ended before');
});

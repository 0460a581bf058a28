// `hopline org`, `key` and `endpoint` on a real api.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startApiProcess } from '../../../test/support/api-process.ts';
import { inReverse } from '../../../test/support/cleanup.ts';
import { jsonOf, runCli } from './support/run-cli.ts';

const ADMIN_TOKEN = 'an-admin-token-of-the-command-line-tests';

async function withApi(context: TestContext) {
  const t = inReverse(context);
  const folder = await mkdtemp(join(tmpdir(), 'hopline-cli-'));
  t.after(() => rm(folder, { recursive: true }));
  const { url, service } = await startApiProcess(t, { ADMIN_TOKEN, ALLOW_PRIVATE_WEBHOOKS: 'true' });
  const admin = { HOPLINE_URL: url, ADMIN_TOKEN };
  const file = join(folder, 'key');
  const made = await runCli(
    t,
    ['org', 'create', 'Example', '--tier', 'pro', '--save', file, '--json'],
    admin,
  );
  assert.equal(made.code, 0, made.err);
  const key = (await readFile(file, 'utf8')).trim();
  return { t, url, service, folder, admin, made, file, key, own: { HOPLINE_URL: url, HOPLINE_API_KEY: key } };
}

test('an organization’s key goes to a file of its owner’s and is never printed', async (context) => {
  const { t, admin, made, file, key, own, folder } = await withApi(context);
  assert.match(key, /^hop_\w{16}_[\w-]+$/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const organization = JSON.parse(made.out);
  assert.equal(organization.saved_to, file);
  assert.ok(!made.out.includes(key) && !made.err.includes(key));
  // What is there is not written over, and nothing is made that could not be kept.
  const again = await runCli(t, ['org', 'create', 'Other', '--save', file], admin);
  assert.equal(again.code, 2);
  assert.match(again.err, /EEXIST/);
  const organizations = await jsonOf(t, ['org', 'list'], admin);
  assert.deepEqual(
    organizations.map(({ name }: { name: string }) => name),
    ['Example'],
  );
  const id = organization.organization_id;
  const updated = await jsonOf(t, ['org', 'update', id, '--rate-limit', '500', '--name', 'Renamed'], admin);
  assert.deepEqual([updated.name, updated.rate_limit], ['Renamed', 500]);
  assert.equal((await jsonOf(t, ['org', 'update', id, '--rate-limit', 'none'], admin)).rate_limit, null);
  assert.match((await runCli(t, ['org', 'show', id], admin)).out, /^name +Renamed$/m);

  const second = join(folder, 'second');
  const created = await jsonOf(
    t,
    ['key', 'create', '--name', 'shop', '--scope', 'events:write', '--save', second],
    own,
  );
  assert.deepEqual(created.scopes, ['events:write']);
  const successor = join(folder, 'successor');
  const rotated = await jsonOf(
    t,
    ['key', 'rotate', '--org', id, '--key', created.id, '--overlap', '1h', '--save', successor],
    admin,
  );
  assert.equal(rotated.replaces.id, created.id);
  assert.equal((await runCli(t, ['key', 'revoke', rotated.id], own)).out, 'done\n');
  const keys = await jsonOf(t, ['key', 'list', '--org', id], admin);
  assert.equal(keys.length, 3);
  assert.ok(keys.find((one: { id: string }) => one.id === rotated.id).revoked_at !== null);
  const listed = await runCli(t, ['key', 'list'], own);
  assert.match(listed.out, new RegExp(`^${created.id} +shop +events:write `, 'm'));
  assert.ok(!listed.out.includes(key));
});

test('an endpoint is made, changed, tested and deleted', async (context) => {
  const { t, own, folder } = await withApi(context);
  const file = join(folder, 'secret');
  const hooks = 'http://127.0.0.1:9000/hooks';
  const args = ['endpoint', 'create', hooks, '--type', 'order.*,user.seen', '--paused', '--save', file];
  const made = await jsonOf(t, args, own);
  assert.deepEqual([made.event_types, made.paused, made.secret], [['order.*', 'user.seen'], true, undefined]);
  const secret = await readFile(file, 'utf8');
  assert.match(secret, /^whsec_/);
  const { id } = made;
  assert.equal((await jsonOf(t, ['endpoint', 'resume', id], own)).state, 'active');
  const updated = await jsonOf(
    t,
    ['endpoint', 'update', id, '--description', 'Shop', '--rate-limit', '60'],
    own,
  );
  assert.deepEqual([updated.description, updated.rate_limit], ['Shop', 60]);
  assert.match(
    (await runCli(t, ['endpoint', 'list'], own)).out,
    new RegExp(`^${id} +active +${hooks} `, 'm'),
  );
  const successor = join(folder, 'successor');
  await jsonOf(t, ['endpoint', 'rotate-secret', id, '--save', successor], own);
  assert.notEqual(await readFile(successor, 'utf8'), secret);
  assert.equal((await jsonOf(t, ['endpoint', 'test', id], own)).status, 'accepted');
  assert.equal((await runCli(t, ['endpoint', 'delete', id], own)).code, 0);
  const gone = await runCli(t, ['endpoint', 'show', id], own);
  assert.equal(gone.code, 1);
  assert.match(gone.err, /was answered 404: HPL_ENDPOINT_NOT_FOUND/);
});

test('without a token, with a wrong one, and without an api, it says what is missing and never the token', async (context) => {
  const { t, url, service, folder } = await withApi(context);
  const none = await runCli(t, ['org', 'list'], { HOPLINE_URL: url });
  assert.deepEqual([none.code, none.out], [2, '']);
  assert.match(none.err, /ADMIN_TOKEN must be set/);
  const wrong = { HOPLINE_URL: url, ADMIN_TOKEN: 'a-wrong-token-that-is-long-enough-for-it' };
  const refused = await runCli(t, ['org', 'list'], wrong);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /401: HPL_AUTH_ADMIN_REFUSED/);
  assert.ok(!refused.err.includes(wrong.ADMIN_TOKEN));
  const kept = join(folder, 'never');
  assert.equal((await runCli(t, ['org', 'create', 'x', '--save', kept], wrong)).code, 1);
  await assert.rejects(stat(kept), { code: 'ENOENT' });
  const nowhere = await runCli(t, ['org', 'list', '--url', 'http://127.0.0.1:1'], { ADMIN_TOKEN });
  assert.equal(nowhere.code, 3);
  assert.match(nowhere.err, /the API does not answer at http:\/\/127\.0\.0\.1:1/);
  assert.equal(service.log().includes(wrong.ADMIN_TOKEN), false);
});

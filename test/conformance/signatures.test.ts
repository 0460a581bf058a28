// Standard Webhooks, "Verifying webhook authenticity": what is sent is what the libraries of receivers accept.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { generateSigningSecret } from '@hopline/wire/signing-secret';
import { signaturesOf, startSender } from './sender.ts';

/** JSON texts that a sender which parses and prints them would change, or whose characters have more than one byte. */
const VALUES = [
  '{}',
  'null',
  '"ü € 😀 \u2028"',
  '{"a" : 1.0e2 ,\t"b":[ ] }',
  '12345678901234567890',
  '{"\\u0041":"\\u00e9 \\ud83d\\ude00 \\/"}',
  '{"a":1,"a":2}',
  '"1.2.3,v1,AAAA v1a,AAAA"',
  JSON.stringify('é'.repeat(100_000)),
];

/** An ed25519 pair as somebody who comes from another sender has it. */
function foreignPair(): { pair: string; publicKey: string } {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const [seed, half] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  return {
    pair: `whsk_${Buffer.concat([seed, half]).toString('base64')}`,
    publicKey: `whpk_${half.toString('base64')}`,
  };
}

const SIGNATURE = { v1: /^[A-Za-z0-9+/]{43}=$/, v1a: /^[A-Za-z0-9+/]{86}==$/ };

const sender = await startSender({ after });
const { receiver, makeEndpoint, accepted, refused } = sender;

test('the signature scheme', async (t) => {
  const shared = (bytes: number) => `whsec_${randomBytes(bytes).toString('base64')}`;
  const foreign = foreignPair();
  /** What checks the webhooks at each path. */
  const keys = new Map<string, string>();
  async function endpoint(path: string, more: object, given?: string): Promise<void> {
    const made = await makeEndpoint(`${receiver.url}${path}`, more);
    keys.set(path, given ?? made.publicKey ?? made.secret);
  }
  await endpoint('/v1', {});
  for (const bytes of [24, 64]) {
    const secret = shared(bytes);
    await endpoint(`/v1/${bytes}`, { secret }, secret);
  }
  await endpoint('/v1a', { signature_version: 'v1a' });
  await endpoint('/v1a/foreign', { secret: foreign.pair }, foreign.publicKey);
  const versionOf = (path: string) => (path.startsWith('/v1a') ? 'v1a' : 'v1');

  await t.test(
    'a webhook is `msg_id.timestamp.payload` signed, whatever the payload, with a key of any size',
    async () => {
      for (const value of VALUES) {
        const payload = `{"value": ${value}}`;
        const id = await sender.postText(`{"type":"order.made","payload":${payload}}`);
        for (const [path, key] of keys) {
          const got = await sender.arrived(path, id);
          assert.ok(got.body.toString().endsWith(`,"data":${payload}}`), `${path} ${payload.slice(0, 40)}`);
          const [signature, ...more] = signaturesOf(got);
          assert.deepEqual([signature?.version, more], [versionOf(path), []]);
          assert.match(signature?.value ?? '', SIGNATURE[versionOf(path)]);
          await accepted(got, key);
        }
      }
    },
  );

  await t.test(
    'what was changed on its way is refused: the body, the id, the time, the signature',
    async () => {
      const id = await sender.post('order.made', { total: 1 });
      for (const [path, key] of keys) {
        const got = await sender.arrived(path, id);
        await refused(got, key, ({ headers, body }) => ({
          headers,
          body: Buffer.from(body.toString().replace('"total":1', '"total":9')),
        }));
        const headerOf = (name: string) => String(got.headers[name]);
        for (const [name, value] of [
          ['webhook-id', `${headerOf('webhook-id')}0`],
          ['webhook-timestamp', String(Number(headerOf('webhook-timestamp')) - 1)],
          [
            'webhook-signature',
            headerOf('webhook-signature').replace(/,(.)/, (_, first) => (first === 'A' ? ',B' : ',A')),
          ],
          ['webhook-signature', headerOf('webhook-signature').replace(/^[^,]+/, 'v2')],
        ] as const) {
          await refused(got, key, ({ headers, body }) => ({ headers: { ...headers, [name]: value }, body }));
        }
      }
    },
  );

  await t.test(
    'keys are unique: no endpoint is verified by the key of another, or by a stranger’s',
    async () => {
      const id = await sender.post('order.made', {});
      for (const [path, key] of keys) {
        const got = await sender.arrived(path, id);
        for (const [other, strange] of keys) if (other !== path) await refused(got, strange);
        await refused(got, generateSigningSecret('v1').text);
        await refused(got, String(generateSigningSecret('v1a').publicKey));
        await accepted(got, key);
      }
      assert.equal(new Set(keys.values()).size, keys.size);
    },
  );

  await t.test(
    'secrets are `whsec_` and 24 to 64 bytes, public keys `whpk_`; a private key is never shown',
    async () => {
      const url = `${receiver.url}/shown`;
      const [v1, v1a] = [await makeEndpoint(url), await makeEndpoint(url, { signature_version: 'v1a' })];
      assert.match(v1.secret, /^whsec_/);
      const bytes = Buffer.from(v1.secret.slice('whsec_'.length), 'base64').length;
      assert.ok(bytes >= 24 && bytes <= 64, `${bytes} bytes`);
      assert.equal(v1a.secret, null);
      assert.match(v1a.publicKey, /^whpk_/);
      assert.equal(Buffer.from(v1a.publicKey.slice('whpk_'.length), 'base64').length, 32);
      for (const secret of [shared(23), shared(65), `whsk_${randomBytes(64).toString('base64')}`]) {
        const { status, json } = await sender.ask('POST', '/api/endpoints', { url, secret });
        assert.deepEqual([status, json.pointer], [400, '/secret']);
      }
      for (const { id } of [v1, v1a]) {
        assert.doesNotMatch((await sender.ask('GET', `/api/endpoints/${id}`)).text, /whsec_|whsk_/);
      }
    },
  );
});

test('zero downtime secret rotation', async (t) => {
  const versions = async (path: string, id: string) =>
    signaturesOf(await sender.arrived(path, id)).map(({ version }) => version);

  await t.test('for 24 hours both keys sign, space delimited, and either of them verifies', async () => {
    const made = await makeEndpoint(`${receiver.url}/both`);
    const rotated = await rotate(made.id, {});
    const id = await sender.post('order.made', {});
    const got = await sender.arrived('/both', id);
    assert.deepEqual(await versions('/both', id), ['v1', 'v1']);
    assert.match(String(got.headers['webhook-signature']), /^v1,[^ ,]+ v1,[^ ,]+$/);
    for (const key of [String(rotated.secret), made.secret]) await accepted(got, key);
    await refused(got, generateSigningSecret('v1').text);
    const [previous] = rotated.previous_secrets as { ends_at: string }[];
    const left = Date.parse(previous?.ends_at ?? '') - Date.now();
    assert.ok(left > 23.9 * 3_600_000 && left <= 24 * 3_600_000, `${left} ms`);
  });

  await t.test('after that the old key verifies nothing any more', async () => {
    const made = await makeEndpoint(`${receiver.url}/over`);
    const rotated = await rotate(made.id, { overlap_seconds: 1 });
    // Sent again and again: the last one of the old key's time may still be on its way when that is over.
    for (;;) {
      const id = await sender.post('order.made', {});
      const got = await sender.arrived('/over', id);
      await accepted(got, String(rotated.secret));
      if (signaturesOf(got).length === 2) {
        await accepted(got, made.secret);
        continue;
      }
      const [previous] = rotated.previous_secrets as { ends_at: string }[];
      assert.ok(got.at >= Date.parse(previous?.ends_at ?? ''), 'it ended early');
      await refused(got, made.secret);
      break;
    }
  });

  await t.test('an endpoint changes from symmetric to asymmetric and back', async () => {
    const made = await makeEndpoint(`${receiver.url}/kinds`);
    const asymmetric = await rotate(made.id, { signature_version: 'v1a' });
    const first = await sender.post('order.made', {});
    assert.deepEqual(await versions('/kinds', first), ['v1a', 'v1']);
    for (const key of [made.secret, String(asymmetric.public_key)]) {
      await accepted(await sender.arrived('/kinds', first), key);
    }
    const back = await rotate(made.id, { signature_version: 'v1' });
    const second = await sender.post('order.made', {});
    assert.deepEqual(await versions('/kinds', second), ['v1', 'v1a', 'v1']);
    for (const key of [made.secret, String(asymmetric.public_key), String(back.secret)]) {
      await accepted(await sender.arrived('/kinds', second), key);
    }
  });
});

async function rotate(id: string, body: object): Promise<Record<string, unknown>> {
  const { status, text, json } = await sender.ask('POST', `/api/endpoints/${id}/rotate-secret`, body);
  assert.equal(status, 200, text);
  return json;
}

// For the tests of the verifier.
import type { StoredKey } from '@hopline/postgres/keys/find-keys';
import { formatApiKey, generateApiKey } from './api-key.ts';
import { createArgon2id } from './argon2id.ts';
import { argon2idOf } from './argon2id-fixture.ts';
import { buildVerifier } from './build-verifier.ts';
import { createVerifierCounts } from './key-verifier.ts';
import { hashSecret, secretCheck } from './secret-hash.ts';

const argon2id = createArgon2id();

/** How a key is stored: as releases before did, or as it is now. */
export type Form = 'argon2id' | 'sha256';

export function storedKey(form: Form = 'argon2id'): { text: string; row: StoredKey } {
  const key = generateApiKey();
  const row: StoredKey = {
    id: key.id,
    organizationId: 'an organization',
    secretHash: form === 'argon2id' ? argon2idOf(key.secret) : hashSecret(key.secret),
    secretCheck: secretCheck(key.secret),
    revoked: false,
    expiresInMs: null,
    scopes: ['events:write'],
    tier: 'free',
    rateLimit: null,
    partitionSpread: 1,
  };
  return { text: formatApiKey(key), row };
}

/** A verifier over one stored key, a clock that is set by hand, and a database that can be away. */
export function setUp(
  options: { form?: Form; cacheSize?: number; lookUpTimeoutMs?: number; waitMs?: number } = {},
) {
  const { text, row } = storedKey(options.form);
  const rows = new Map([[row.id, row]]);
  const state = { now: 0, away: false, hangs: false, asked: [] as string[][], hashed: 0 };
  // What a hash waits for.
  const gate: { open: Promise<void> | undefined } = { open: undefined };
  const counts = createVerifierCounts();
  const parts = buildVerifier({
    counts,
    now: () => state.now,
    argon2id: {
      verify: async (secret, phc) => {
        state.hashed += 1;
        await gate.open;
        return argon2id.verify(secret, phc);
      },
    },
    findKeys: async (ids) => {
      state.asked.push([...ids]);
      if (state.hangs) await new Promise(() => {});
      if (state.away) throw new Error('connection refused');
      return ids.flatMap((id) => rows.get(id) ?? []);
    },
    onAnswering: () => {},
    // A process that is held up for seconds answers all the same.
    ...{ lookUpTimeoutMs: 60_000, waitMs: 60_000 },
    ...options,
  });
  const { verifier } = parts;
  const change = (changes: Partial<StoredKey>) => {
    const old = rows.get(row.id);
    if (old) rows.set(row.id, { ...old, ...changes });
  };
  return {
    ...parts,
    counts,
    text,
    row,
    rows,
    state,
    gate,
    change,
    verify: async (key = text) => verifier.verify(key),
  };
}

/** A key with this id and a secret that is not the right one. */
export function wrongSecret(id: string): string {
  return formatApiKey({ id, secret: generateApiKey().secret });
}

import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { endpoints } from '../schema.ts';
import { holdSecretKey } from '../secrets/hold-secret-key.ts';
import type { OldSecret } from '../secrets/old-secret.ts';
import { inTransaction } from '../transaction.ts';
import { type Endpoint, endpointColumns, ownEndpoint } from './endpoint.ts';

export interface SecretRotation {
  readonly organizationId: string;
  readonly id: string;
  /** The new secret; sealed with the key of `keyId`. */
  readonly next: Omit<OldSecret, 'until'>;
  readonly keyId: string;
  /** How long the secrets of before go on signing, at most. */
  readonly overlapMs: number;
  /** How many secrets may sign at a time, the new one included. */
  readonly maxSecrets: number;
}

export type RotatedSecret =
  | { readonly kind: 'rotated'; readonly endpoint: Endpoint }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'limit' };

/**
 * Gives one of the organization's endpoints a new secret. The one of before, and those before it that still sign, do so
 * until the overlap is over.
 * @throws {SecretKeyRetiredError} when the key that the new one is sealed with must not be used any more
 */
export function rotateSecret(pool: Pool, rotation: SecretRotation): Promise<RotatedSecret> {
  const { organizationId, id, next, keyId, overlapMs, maxSecrets } = rotation;
  return inTransaction(pool, async (client) => {
    await holdSecretKey(client, keyId);
    const tx = drizzle(client);
    const { secret, signatureVersion, publicKey, oldSecrets } = endpoints;
    const now = sql<number>`(extract(epoch from now()) * 1000)::float8`;
    const [before] = await tx
      .select({ secret, signatureVersion, publicKey, oldSecrets, now })
      .from(endpoints)
      .where(ownEndpoint(organizationId, id))
      .for('update');
    if (!before) return { kind: 'not-found' };
    const kept = stillSigning(before, Math.floor(before.now), overlapMs);
    if (kept.length >= maxSecrets) return { kind: 'limit' };
    const [endpoint] = await tx
      .update(endpoints)
      .set({
        secret: next.secret,
        signatureVersion: next.version,
        publicKey: next.publicKey,
        oldSecrets: kept.length > 0 ? kept : null,
        updatedAt: sql`now()`,
      })
      .where(eq(endpoints.id, id))
      .returning(endpointColumns);
    if (!endpoint) throw new TypeError('a locked row was not updated');
    return { kind: 'rotated', endpoint };
  });
}

/** The secrets of before that go on signing, the newest first. */
function stillSigning(
  before: Pick<typeof endpoints.$inferSelect, 'secret' | 'signatureVersion' | 'publicKey' | 'oldSecrets'>,
  now: number,
  overlapMs: number,
): OldSecret[] {
  if (overlapMs <= 0) return [];
  const end = now + overlapMs;
  const { secret, signatureVersion: version, publicKey } = before;
  const older = (before.oldSecrets ?? []).filter(({ until }) => until > now);
  return [
    { secret, version, publicKey, until: end },
    ...older.map((one) => ({ ...one, until: Math.min(one.until, end) })),
  ];
}

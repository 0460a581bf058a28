/** What a key may be used for. */
export type Scope = 'events:write' | 'read' | 'manage';

/** What is stored of a new key. */
export interface NewKey {
  readonly id: string;
  /** Of its secret, as a PHC string. */
  readonly secretHash: string;
  /** The first 32 bits of the secret's SHA-256. */
  readonly secretCheck: number;
  /** What people call it; empty for none. */
  readonly name: string;
}

/** A key as its owner sees it: nothing in it helps to guess the secret. */
export interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** To the minute or so. */
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** The columns of a ListedKey, of a row called k. */
export const LISTED_COLUMNS = `k.id, k.name, k.scopes, k.created_at as "createdAt", k.last_used_at as "lastUsedAt",
         k.expires_at as "expiresAt", k.revoked_at as "revokedAt"`;

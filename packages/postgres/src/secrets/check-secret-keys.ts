import { keyCheck, type SecretKey } from '@hopline/wire/secret-box';
import type { Queryable } from '../pool.ts';
import { SecretKeyMissingError, SecretKeyWrongError } from './errors.ts';

/**
 * Compares the keys of a process with those that may have sealed what is stored.
 * @throws {SecretKeyWrongError} one of them is another key under the same id
 * @throws {SecretKeyMissingError} one of them is not there
 */
export async function checkSecretKeys(db: Queryable, keys: readonly SecretKey[]): Promise<void> {
  const { rows } = await db.query<{ id: string; check_value: string }>(
    'select id, check_value from secret_keys order by id',
  );
  const ours = new Map(keys.map((key) => [key.id, keyCheck(key)]));
  const wrong = rows.filter(({ id, check_value }) => (ours.get(id) ?? check_value) !== check_value);
  if (wrong.length > 0) throw new SecretKeyWrongError(wrong.map(({ id }) => id));
  const missing = rows.filter(({ id }) => !ours.has(id));
  if (missing.length > 0) throw new SecretKeyMissingError(missing.map(({ id }) => id));
}

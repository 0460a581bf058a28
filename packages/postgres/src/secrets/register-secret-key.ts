import { keyCheck, type SecretKey } from '@hopline/wire/secret-box';
import type { Queryable } from '../pool.ts';
import { SecretKeyWrongError } from './errors.ts';

/**
 * Notes that secrets are sealed with this key from now on; before the first of them.
 * @throws {SecretKeyWrongError} another key is known under this id
 */
export async function registerSecretKey(db: Queryable, key: SecretKey): Promise<void> {
  const check = keyCheck(key);
  await db.query('insert into secret_keys (id, check_value) values ($1, $2) on conflict (id) do nothing', [
    key.id,
    check,
  ]);
  // Two processes may have registered different keys at once: what stands there decides.
  const { rows } = await db.query<{ check_value: string }>(
    'select check_value from secret_keys where id = $1',
    [key.id],
  );
  if (rows[0] && rows[0].check_value !== check) throw new SecretKeyWrongError([key.id]);
}

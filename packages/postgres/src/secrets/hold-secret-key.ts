import type { PoolClient } from '../pool.ts';
import { SecretKeyRetiredError } from './errors.ts';

/**
 * Keeps a key from being retired until the transaction ends, in which something sealed with it is stored.
 * @throws {SecretKeyRetiredError} when it was retired already
 */
export async function holdSecretKey(client: PoolClient, keyId: string): Promise<void> {
  const { rowCount } = await client.query('select from secret_keys where id = $1 for share', [keyId]);
  if (rowCount === 0) throw new SecretKeyRetiredError(keyId);
}

// Seals everything with the first key of SECRET_KEYS. Run once after a key was added, as often as one likes, and beside the
// services: each page is one short transaction, and what changes meanwhile is looked at again.
import type { Pool } from '@hopline/postgres/pool';
import { checkSecretKeys } from '@hopline/postgres/secrets/check-secret-keys';
import { countSealed, readSealed, type SealedRow } from '@hopline/postgres/secrets/read-sealed';
import { registerSecretKey } from '@hopline/postgres/secrets/register-secret-key';
import { retireSecretKeys } from '@hopline/postgres/secrets/retire-secret-keys';
import { storeResealed } from '@hopline/postgres/secrets/store-resealed';
import type { Logger } from '@hopline/telemetry/logger';
import { SecretUnreadableError } from '@hopline/wire/errors';
import { SecretBox, type SecretKey } from '@hopline/wire/secret-box';
import { reseal } from './reseal.ts';

const PAGE = 500;
/** What changed while it was read is there again in the next pass; somebody who rotates all day long is not waited for. */
const MAX_PASSES = 5;

export interface RekeyOutcome {
  /** How many there are. */
  readonly endpoints: number;
  /** Of how many something was sealed anew. */
  readonly resealed: number;
  /** Of how many something could not be opened: they are as they were. */
  readonly unreadable: number;
  /** The keys that seal nothing any more: SECRET_KEYS may do without them. */
  readonly retired: readonly string[];
}

/**
 * @throws {SecretKeyMissingError | SecretKeyWrongError} before anything is done
 * @throws {SecretKeyRetiredError} when another run, with another first key, has just retired ours
 */
export async function rekeyAll(
  pool: Pool,
  keys: readonly SecretKey[],
  log: Pick<Logger, 'info' | 'error'>,
): Promise<RekeyOutcome> {
  const box = new SecretBox(keys);
  await checkSecretKeys(pool, keys);
  await registerSecretKey(pool, box.current);
  const endpoints = await countSealed(pool);
  let resealed = 0;
  let unreadable = 0;
  for (let pass = 1; pass <= MAX_PASSES; pass += 1) {
    const done = await runPass(pool, box, { pass, endpoints }, log);
    resealed += done.stored;
    unreadable = done.unreadable;
    if (done.changed === 0) break;
  }
  const retired = await retireSecretKeys(pool, box.current.id);
  return { endpoints, resealed, unreadable, retired };
}

async function runPass(
  pool: Pool,
  box: SecretBox,
  { pass, endpoints }: { pass: number; endpoints: number },
  log: Pick<Logger, 'info' | 'error'>,
): Promise<{ stored: number; changed: number; unreadable: number }> {
  const total = { read: 0, stored: 0, changed: 0, unreadable: 0 };
  let after: string | undefined;
  for (;;) {
    const rows = await readSealed(pool, after, PAGE);
    after = rows.at(-1)?.id;
    if (after === undefined) return total;
    const pairs: { was: SealedRow; is: SealedRow }[] = [];
    for (const row of rows) {
      try {
        const is = reseal(row, box, Date.now());
        if (is) pairs.push({ was: row, is });
      } catch (error) {
        if (!(error instanceof SecretUnreadableError)) throw error;
        total.unreadable += 1;
        log.error({ endpoint_id: row.id, problem: error.message }, 'secret.unreadable');
      }
    }
    const stored = pairs.length > 0 ? await storeResealed(pool, box.current.id, pairs) : 0;
    total.read += rows.length;
    total.stored += stored;
    total.changed += pairs.length - stored;
    const { read, stored: resealed, unreadable } = total;
    log.info({ pass, endpoints, read, resealed, unreadable }, 'secrets.resealed');
  }
}

// What of an endpoint's row must be sealed anew. Pure.
import type { SealedRow } from '@hopline/postgres/secrets/read-sealed';
import { keyIdOf, type SecretBox, type SecretPlace } from '@hopline/wire/secret-box';

/**
 * The row with everything in it sealed by the box's first key, also what was never sealed; undefined when it is so
 * already.
 * @param nowMs replaced secrets that have ended by then are left out
 * @throws {SecretUnreadableError} when something in it cannot be opened
 */
export function reseal(row: SealedRow, box: SecretBox, nowMs: number): SealedRow | undefined {
  const anew = (stored: string, place: SecretPlace): string =>
    keyIdOf(stored) === box.current.id ? stored : box.seal(box.open(stored, place, row.id), place, row.id);
  const old = (row.oldSecrets ?? []).filter(({ until }) => until > nowMs);
  const secret = anew(row.secret, 'secret');
  const headers = row.headers === null ? null : anew(row.headers, 'headers');
  const oldSecrets = old.map((one) => ({ ...one, secret: anew(one.secret, 'secret') }));
  const isSame =
    secret === row.secret &&
    headers === row.headers &&
    oldSecrets.length === (row.oldSecrets ?? []).length &&
    oldSecrets.every((one, i) => one.secret === row.oldSecrets?.[i]?.secret);
  if (isSame) return undefined;
  return { id: row.id, secret, headers, oldSecrets: oldSecrets.length > 0 ? oldSecrets : null };
}

import { SecretKeyRetiredError } from '@hopline/postgres/secrets/errors';
import { isUnavailable } from '@hopline/postgres/unavailable';
import { DatabaseUnavailableError, SecretsUnavailableError } from '../errors.ts';

/**
 * Waits for an operation on Postgres.
 * @throws {DatabaseUnavailableError} when Postgres does not answer; what else it throws is a defect and goes through
 */
export async function fromDatabase<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw isUnavailable(error) ? new DatabaseUnavailableError(error) : error;
  }
}

/**
 * Waits for an operation that stores something sealed.
 * @throws {SecretsUnavailableError} when the key that it is sealed with must not be used, or not yet
 * @throws {DatabaseUnavailableError} as fromDatabase does
 */
export function storingSealed<T>(operation: Promise<T>): Promise<T> {
  return fromDatabase(operation).catch((error: unknown) => {
    throw error instanceof SecretKeyRetiredError ? new SecretsUnavailableError(error) : error;
  });
}

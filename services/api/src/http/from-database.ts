import { isUnavailable } from '@hopline/postgres/unavailable';
import { DatabaseUnavailableError } from '../errors.ts';

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

import { isPassingStatus } from '../error-codes.ts';
import type { HoplineError } from '../errors.ts';

/**
 * Whether a request is sent again by itself. Of a conflict (409) or of an event that is not stored yet (404) the caller
 * decides, also when the answer says after how long.
 * @param isRepeatable whether it may be carried out twice, such as an event with a dedup_id. Else it is sent again only
 *   when nothing was done
 */
export function mayRetry(error: HoplineError, isRepeatable: boolean): boolean {
  if (!error.isRetryable) return false;
  if (error.status !== undefined && !isPassingStatus(error.status)) return false;
  return isRepeatable || !error.isUnknown;
}

import type { SecretBox } from '@hopline/wire/secret-box';
import { readCustomHeaders } from './custom-headers.ts';

/**
 * An endpoint's own headers as they are stored: all of them sealed together, and their names.
 * @throws {RequestInvalidError} as readCustomHeaders does
 */
export function sealHeaders(
  box: SecretBox,
  given: readonly { readonly name: string; readonly value: string }[],
  endpointId: string,
): { headers: string | null; headerNames: string[] } {
  const headers = readCustomHeaders(given);
  const headerNames = Object.keys(headers);
  if (headerNames.length === 0) return { headers: null, headerNames };
  return { headers: box.seal(JSON.stringify(headers), 'headers', endpointId), headerNames };
}

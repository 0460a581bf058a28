// What a process of the api serves. Ingest is kept apart from all else where the two are to be scaled, or are to fail, on
// their own.
import type { HTTPMethods } from 'fastify';

export const API_ROLES = ['ingest', 'control'] as const;
export type ApiRole = (typeof API_ROLES)[number];

const INGEST = new Set(['/api/events', '/api/events/batch']);

/** @throws {RangeError} for one that there is not, and for none at all */
export function parseRoles(text: string): readonly ApiRole[] {
  const names = text.split(',').map((name) => name.trim());
  const roles = API_ROLES.filter((role) => names.includes(role));
  const unknown = names.find((name) => !roles.some((role) => role === name));
  if (unknown !== undefined)
    throw new RangeError(`"${unknown}" is none of ${API_ROLES.join(', ')}; separate two by a comma`);
  return roles;
}

/** The role that an operation is of; undefined for what every process serves: probes, metrics, the description. Pure. */
export function roleOf(method: HTTPMethods | readonly HTTPMethods[], path: string): ApiRole | undefined {
  if (!path.startsWith('/api/')) return undefined;
  return INGEST.has(path) && [method].flat().includes('POST') ? 'ingest' : 'control';
}

// The schema registry, as far as the services agree on it. Only the migrate job calls it; what it gave stands in
// Postgres, so that no reader and no writer needs it to be up.
import { setting } from '@hopline/runtime/settings';
import type { TopicNames } from './topics.ts';

/** Every service that writes records, and the migrate job, has these settings. */
export const registrySettings = {
  SCHEMA_REGISTRY_URL: setting.optional(
    setting.parsed(parseRegistryUrl, {
      description:
        'the http(s):// URL of a schema registry with the Confluent API; with it, records name their schema by its id there instead of a fingerprint (both are always read). Only the migrate job calls it',
      secret: true,
    }),
  ),
};

function parseRegistryUrl(text: string): URL {
  // What is wrong is said without the text: it may hold a password.
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new RangeError('is not an http:// or https:// URL');
  if (url.search !== '' || url.hash !== '') throw new RangeError('has a query or a fragment');
  if (!isDecodable(url.username) || !isDecodable(url.password)) {
    throw new RangeError('has credentials with a % that does not stand for a character');
  }
  return url;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The registry's subjects of each folder in schemas/, by Confluent's TopicNameStrategy: one for each topic with values
 * of that schema, the main topic first. The events' DLQ has none: what lies there could not be decoded.
 */
export function registrySubjects(topics: TopicNames): ReadonlyMap<string, readonly string[]> {
  const subjectOf = (topic: string) => `${topic}-value`;
  const wakeUps = [topics.deliveries, ...topics.rungs.map(({ topic }) => topic), topics.deliveriesDlq];
  return new Map([
    ['event', [subjectOf(topics.events)]],
    ['wake-up', wakeUps.map(subjectOf)],
  ]);
}

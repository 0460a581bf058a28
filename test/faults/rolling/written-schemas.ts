import type { Cleanup } from '../../support/cleanup.ts';
import { readTopic } from '../evidence.ts';
import type { RollingStage } from './open-rolling.ts';

/** A marker of two bytes and the schema's fingerprint of eight begin each value (docs/schemas.md). */
const HEADER_BYTES = 10;

/** In how many schemas the events of the log were written. */
export async function writtenSchemas(
  t: Cleanup,
  { raw, brokers, eventsTopic }: RollingStage,
): Promise<number> {
  const records = await readTopic(t, raw, brokers, eventsTopic);
  return new Set(records.map(({ value }) => value?.subarray(0, HEADER_BYTES).toString('hex'))).size;
}

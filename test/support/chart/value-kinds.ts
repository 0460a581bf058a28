// What a value of the chart for a setting looks like: found by asking the setting's own parser.
import type { Setting } from '@hopline/runtime/settings';

export type ValueKind = 'boolean' | 'integer' | 'duration' | 'text';

const DAYS = '3650d';
const DAYS_MS = 3650 * 86_400_000;
/** What stands for a value of its kind in tests: the first that the setting takes, and that is not its default. */
const SAMPLES: Readonly<Record<ValueKind, readonly string[]>> = {
  boolean: ['true', 'false'],
  integer: ['99', '67108864'],
  duration: ['11d', '13d'],
  text: ['debug', '1s,2s', 'another', 'https://hopline.example.com', 'https://traces.example.com/{trace_id}'],
};

/** @returns undefined for a text that it refuses */
function parsed(setting: Setting<unknown>, given: string): unknown {
  try {
    return setting.parse(given);
  } catch {
    return undefined;
  }
}

export function kindOf(setting: Setting<unknown>): ValueKind {
  if (parsed(setting, 'true') === true) return 'boolean';
  if (parsed(setting, DAYS) === DAYS_MS) return 'duration';
  const whole = ['100', setting.default ?? '100'];
  return whole.some((number) => parsed(setting, number) === Number(number)) ? 'integer' : 'text';
}

/** A value that the setting takes and that is not its default, as it would stand in the environment. */
export function sampleOf(setting: Setting<unknown>): string {
  const found = SAMPLES[kindOf(setting)].find(
    (sample) => sample !== setting.default && parsed(setting, sample) !== undefined,
  );
  if (found === undefined) throw new Error(`no sample for: ${setting.description}`);
  return found;
}

/** The JSON schema of such a value. */
export function schemaOf(setting: Setting<unknown>): Record<string, unknown> {
  const { description } = setting;
  switch (kindOf(setting)) {
    case 'boolean':
      return { description, type: 'boolean' };
    case 'integer':
      return { description, type: 'integer', minimum: 0 };
    case 'duration':
      return { description, type: 'string', pattern: '^[0-9]+([.][0-9]+)?(ms|s|m|h|d)$' };
    case 'text':
      return { description, type: 'string' };
  }
}

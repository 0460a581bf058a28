// A service's configuration: a record of settings, each with a description, a default and a parser, read from the
// environment once, by main.ts. The keys are the environment's own names, so that one word finds a setting everywhere.
import { parseDuration } from './duration.ts';
import { ConfigError } from './errors.ts';

/** One setting. `parse` throws a RangeError whose message says what a right value looks like. */
export interface Setting<T> {
  readonly description: string;
  /** The default as a person would write it; without one the setting is required, or, if `optional`, undefined. */
  readonly default?: string;
  readonly optional?: boolean;
  /** What stands in for one that is absent and has no default of its own, in words: another setting decides it. */
  readonly otherwise?: string;
  /** The name of a flag among the same settings: where that is on, this may be absent. */
  readonly unless?: string;
  /** Never printed. */
  readonly secret?: boolean;
  readonly parse: (text: string) => T;
}

export type Settings = Record<string, Setting<unknown>>;

/** The values of a record of settings, by the environment's names. */
export type ConfigOf<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

type Given = { description: string; default?: string; secret?: boolean };

/** The kinds of settings. Each takes a description and usually a default. */
export const setting = {
  text: (given: Given): Setting<string> => ({ ...given, parse: (text) => text }),

  integer: (given: Given & { min?: number; max?: number }): Setting<number> => ({
    ...given,
    parse: (text) => {
      const { min = 0, max = Number.MAX_SAFE_INTEGER } = given;
      const value = Number(text);
      if (!/^-?\d+$/.test(text) || value < min || value > max) {
        throw new RangeError(`"${text}" is not a whole number from ${min} to ${max}`);
      }
      return value;
    },
  }),

  /** In milliseconds, once parsed; `min` is written as a person would write it. */
  duration: ({ min = '0s', ...given }: Given & { min?: string }): Setting<number> => ({
    ...given,
    parse: (text) => {
      const ms = parseDuration(text);
      if (ms < parseDuration(min)) throw new RangeError(`"${text}" is less than ${min}`);
      return ms;
    },
  }),

  flag: (given: Given): Setting<boolean> => ({
    ...given,
    parse: (text) => {
      if (text === 'true' || text === '1') return true;
      if (text === 'false' || text === '0') return false;
      throw new RangeError(`"${text}" is neither true nor false`);
    },
  }),

  list: (given: Given): Setting<string[]> => ({
    ...given,
    parse: (text) => {
      const items = text.split(',').map((item) => item.trim());
      return items.filter((item) => item !== '');
    },
  }),

  oneOf: <T extends string>(values: readonly T[], given: Given): Setting<T> => ({
    ...given,
    parse: (text) => {
      const found = values.find((value) => value === text);
      if (found === undefined) throw new RangeError(`"${text}" is none of ${values.join(', ')}`);
      return found;
    },
  }),

  /** A setting that may be absent; `otherwise` says what stands in for it then. */
  optional: <T>(inner: Setting<T>, otherwise?: string): Setting<T | undefined> => ({
    ...inner,
    optional: true,
    ...(otherwise === undefined ? {} : { otherwise }),
  }),

  /** A setting that may be absent where a flag among the same settings is on. */
  requiredUnless: <T>(flag: string, inner: Setting<T>): Setting<T | undefined> => ({
    ...inner,
    unless: flag,
  }),

  /** A setting with a parser of its own; the parser throws a RangeError with a helpful message. */
  parsed: <T>(parse: (text: string) => T, given: Given): Setting<T> => ({ ...given, parse }),
};

/**
 * Reads all settings from an environment.
 * @throws {ConfigError} with every problem at once, so that nobody mends them one restart at a time
 */
export function loadSettings<S extends Settings>(settings: S, env: NodeJS.ProcessEnv): ConfigOf<S> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(settings)) {
    const { default: fallback, parse, description } = given;
    // An empty variable counts as unset: that is what `FOO=` in a compose file or a chart means.
    const text = env[name] || fallback;
    if (text === undefined) {
      if (!given.optional && !isOn(settings, given.unless, env))
        problems.push(`${name} is required: ${description}`);
      continue;
    }
    try {
      values[name] = parse(text);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message} (${description})`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(values) as ConfigOf<S>;
}

function isOn(settings: Settings, flag: string | undefined, env: NodeJS.ProcessEnv): boolean {
  if (flag === undefined) return false;
  try {
    return settings[flag]?.parse(env[flag] || (settings[flag].default ?? '')) === true;
  } catch {
    // It is named as a problem of its own.
    return false;
  }
}

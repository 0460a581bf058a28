// The command line that every service has: --help and --check-config. Everything else is set by the environment.
import { ConfigError, problemsOf } from './errors.ts';
import { type ConfigOf, loadSettings, type Settings } from './settings.ts';

/**
 * Reads a service's configuration, or answers `--help` and `--check-config` and ends the process: 0 when all is well,
 * 2 when the configuration or the command line is not usable.
 * @param checks of what settings mean together, or of the files that they name; each throws a ConfigError
 */
export function configure<S extends Settings>(
  service: string,
  settings: S,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  checks: readonly ((config: ConfigOf<S>) => unknown)[] = [],
): ConfigOf<S> {
  if (args.includes('--help')) {
    console.log(describeSettings(service, settings));
    process.exit(0);
  }
  const unknown = args.find((arg) => arg !== '--check-config');
  if (unknown !== undefined) {
    console.error(`${service}: unknown argument ${unknown}; --help lists what there is`);
    process.exit(2);
  }
  try {
    const config = loadSettings(settings, withoutFailpoint(env));
    const problems = checks.flatMap((check) => problemsOf(() => check(config)));
    if (problems.length > 0) throw new ConfigError(problems);
    if (!args.includes('--check-config')) return config;
    console.log('the configuration is usable');
    process.exit(0);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`${service}: ${error.message}`);
    process.exit(2);
  }
}

/** A failpoint is for tests; left over in a deployment it must not make a crash loop. */
function withoutFailpoint(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env.NODE_ENV === 'test' ? env : { ...env, FAILPOINT: undefined };
}

/** The text of `--help`. */
export function describeSettings(service: string, settings: Settings): string {
  const lines = Object.entries(settings).map(([name, { description, optional, unless, ...given }]) => {
    const required = unless === undefined ? 'required' : `required unless ${unless}`;
    const fallback = given.default ?? given.otherwise;
    const note = fallback === undefined ? (optional ? 'optional' : required) : `default ${fallback}`;
    return `  ${name.padEnd(26)} ${description} (${note})`;
  });
  return [`${service} [--check-config] [--help]`, 'Settings, from the environment:', ...lines].join('\n');
}

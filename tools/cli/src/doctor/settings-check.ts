// The settings that are set: whether each service could read them.
import { apiSettings } from '@hopline/api/config';
import { deliverSettings } from '@hopline/deliver/config';
import { migrateSettings } from '@hopline/migrate/config';
import { persistSettings } from '@hopline/persist/config';
import type { Settings } from '@hopline/runtime/settings';
import { count } from '../output/figures.ts';
import { type Check, failed, ok } from './check.ts';

const SERVICES: Readonly<Record<string, Settings>> = {
  api: apiSettings,
  persist: persistSettings,
  deliver: deliverSettings,
  migrate: migrateSettings,
};

/** What the settings in the environment are worth; one that is absent is not asked for: a service may have it elsewhere. */
export function settingsCheck(env: NodeJS.ProcessEnv, npmStart: string | undefined): Check {
  return {
    name: 'settings',
    otherwise: 'docs/configuration.md',
    async look() {
      const { read, problems } = readSettings(env);
      if (problems.length > 0) return failed(problems.join('; '), 'docs/configuration.md has them all');
      const whose = npmStart === undefined ? 'the environment' : `npm start in ${npmStart}`;
      return ok(`${count(read, 'setting')} of ${whose} can be read; the rest are defaults`);
    },
  };
}

export function readSettings(env: NodeJS.ProcessEnv): { read: number; problems: string[] } {
  const names = new Set<string>();
  const problems = new Set<string>();
  for (const settings of Object.values(SERVICES)) {
    for (const [name, { parse }] of Object.entries(settings)) {
      const text = env[name];
      if (!text) continue;
      names.add(name);
      try {
        parse(text);
      } catch (error) {
        // A setting's own words: of a secret they do not hold its value.
        problems.add(`${name}: ${(error as Error).message}`);
      }
    }
  }
  return { read: names.size, problems: [...problems] };
}

// The processes of Hopline that are commands of their own. They read their settings from the environment and hear signals
// themselves, so that a command becomes the process that it names.
import { pathToFileURL } from 'node:url';

export interface ServiceCommand {
  /** A path from the root of the repository. */
  readonly main: string;
  readonly about: string;
  /** Runs to its end: then it may be given the settings of `npm start`. */
  readonly isJob: boolean;
}

/** By name. */
export const SERVICES: Readonly<Record<string, ServiceCommand>> = {
  api: { main: 'services/api/src/main.ts', about: 'run the HTTP API', isJob: false },
  persist: {
    main: 'services/persist/src/main.ts',
    about: 'run what stores events, with the sweeper, retention and replays',
    isJob: false,
  },
  deliver: { main: 'services/deliver/src/main.ts', about: 'run what posts webhooks', isJob: false },
  migrate: {
    main: 'services/migrate/src/main.ts',
    about: 'make tables, topics and schemas, as before every upgrade',
    isJob: true,
  },
  rekey: {
    main: 'services/migrate/src/rekey/main.ts',
    about: 'seal the secrets of endpoints with the first of SECRET_KEYS',
    isJob: true,
  },
  reconcile: {
    main: 'services/persist/src/reconcile/main.ts',
    about: 'check the books of all partitions and organizations',
    isJob: true,
  },
  trace: {
    main: 'services/persist/src/trace/main.ts',
    about: 'print the way of an event as a tree, with its spans',
    isJob: true,
  },
};

/** Becomes that process. @param args without the command's name */
export async function becomeService({ main }: ServiceCommand, args: readonly string[]): Promise<void> {
  const file = new URL(`../../../${main}`, import.meta.url);
  // It reads its arguments from behind the second.
  process.argv.splice(1, process.argv.length - 1, file.pathname, ...args);
  await import(pathToFileURL(file.pathname).href);
}

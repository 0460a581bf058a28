// The one command of the image: its first argument says what this process is, the others are given to that.
// Before everything else is loaded.
import './process-one.ts';
import { pathToFileURL } from 'node:url';

/** What there is to run, as paths from the root of the repository. */
export const COMMANDS: Readonly<Record<string, { readonly main: string; readonly about: string }>> = {
  api: { main: 'services/api/src/main.ts', about: 'the HTTP API' },
  persist: { main: 'services/persist/src/main.ts', about: 'stores events; the sweeper, retention, replays' },
  deliver: { main: 'services/deliver/src/main.ts', about: 'posts webhooks' },
  migrate: { main: 'services/migrate/src/main.ts', about: 'the job that makes tables, topics and schemas' },
  rekey: { main: 'services/migrate/src/rekey/main.ts', about: 'seals secrets with the newest key' },
  reconcile: { main: 'services/persist/src/reconcile/main.ts', about: 'checks the books' },
  trace: { main: 'services/persist/src/trace/main.ts', about: "prints an event's way through the system" },
  dlq: { main: 'services/persist/src/dlq/main.ts', about: 'lists and replays dead letters' },
};

const HELP = `hopline <command> [arguments]
${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  .join('\n')}
Every setting is an environment variable: hopline <command> --help lists them.`;

if (import.meta.main) await run(process.argv[2]);

async function run(name: string | undefined): Promise<void> {
  const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
  if (!command) {
    const isAsked = name === '--help' || name === 'help';
    console[isAsked ? 'log' : 'error'](isAsked ? HELP : `hopline: no command ${name ?? ''}\n${HELP}`);
    process.exitCode = isAsked ? 0 : 2;
    return;
  }
  const main = new URL(`../${command.main}`, import.meta.url);
  // In this process, so that a signal to it is a signal to the service. It reads its arguments from behind the second.
  process.argv.splice(1, 2, main.pathname);
  await import(pathToFileURL(main.pathname).href);
}

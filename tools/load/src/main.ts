import { describeError } from '@hopline/runtime/errors';
import { OptionError, parseOptions, USAGE } from './options.ts';
import { renderReport } from './report.ts';
import { exitCodeOf } from './result.ts';
import { runLoad } from './run.ts';

// What goes on is for a person, and the table too with --json: the last line of standard output is the result.
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

// At a terminal Ctrl-C reaches npm and us, and npm sends it on to us: one press is two signals, some milliseconds apart.
const SAME_KEY_PRESS_MS = 500;

function listenForStop(): AbortSignal {
  const stop = new AbortController();
  let askedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        askedAt = Date.now();
        say('stopping; once more to leave at once, and with it what the run has made');
        stop.abort();
      } else if (Date.now() - askedAt > SAME_KEY_PRESS_MS) {
        process.exit(130);
      }
    });
  }
  return stop.signal;
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const result = await runLoad(options, { say, stop: listenForStop() });
  if (options.json) {
    say(renderReport(result));
    console.log(JSON.stringify(result));
  } else {
    console.log(renderReport(result));
  }
  return exitCodeOf(result);
}

try {
  process.exitCode = await main();
} catch (error) {
  say(`load: ${describeError(error)}`);
  process.exitCode = error instanceof OptionError ? 2 : 1;
}

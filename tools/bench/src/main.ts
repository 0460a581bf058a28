import { parseArgs } from 'node:util';
import { describeError } from '@hopline/runtime/errors';
import { benchIngest } from './ingest.ts';

const USAGE = `npm run bench -- <benchmark> [options]
  ingest           accepted events a second, beside a bare Fastify route and one Kafka send per request

  --rounds N       interleaved rounds, the medians count (default 5)
  --seconds N      length of a round of one subject (default 4)
  --connections N  (default 64)
  --json           the result as one last line of JSON
  --help           this text`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '64' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function count(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`--${name} takes a whole number above 0, not "${text}"`);
}

async function run(): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (positionals[0] !== 'ingest' || positionals.length > 1) {
    console.error(USAGE);
    return 2;
  }
  const result = await benchIngest({
    rounds: count('rounds', values.rounds),
    seconds: count('seconds', values.seconds),
    connections: count('connections', values.connections),
    say: (text) => process.stderr.write(`${text}\n`),
  });
  console.log(values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2));
  return 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`bench: ${describeError(error)}\n`);
  process.exitCode = 1;
}

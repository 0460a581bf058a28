// Loaded into a service by `--import`: on SIGUSR2 it collects garbage and says how much memory is left in use, which is
// what a leak cannot hide in. For tests only.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
let reports = 0;

process.on('SIGUSR2', () => {
  // What the first round frees may hold what only the second one can free.
  collectGarbage();
  setImmediate(() => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    reports += 1;
    process.stderr.write(`memory report ${reports}: ${heapUsed + external}\n`);
  });
});

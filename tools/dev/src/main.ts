import { hoplinePlan } from './plan.ts';
import { run } from './run.ts';

const exitCode = await run({ args: process.argv.slice(2), env: process.env, plan: hoplinePlan });
process.exit(exitCode);

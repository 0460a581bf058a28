#!/usr/bin/env node
// The only file of the command line that reads the environment and its arguments.
import { fileURLToPath } from 'node:url';
import { findNpmStart } from './npm-start.ts';
import { run } from './run.ts';
import { becomeService, SERVICES } from './services.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const [name = '', ...rest] = process.argv.slice(2);
const service = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
const running = service && !service.isJob ? undefined : findNpmStart(root, process.env);
if (service) {
  // What the environment says itself stays.
  process.env = { ...running?.settings, ...process.env };
  await becomeService(service, rest);
} else {
  process.exitCode = await run(process.argv.slice(2), { env: process.env, running });
}

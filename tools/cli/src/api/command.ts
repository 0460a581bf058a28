// `hopline org`, `key` and `endpoint`: over the HTTP API, as anybody else would do it.
import type { Command } from 'commander';
import type { Run } from './common.ts';
import { addEndpoint } from './endpoint.ts';
import { addKey } from './key.ts';
import { addOrg } from './org.ts';

/** Adds the commands to the program. */
export function addApi(program: Command, run: Run): void {
  addOrg(program, run);
  addKey(program, run);
  addEndpoint(program, run);
}

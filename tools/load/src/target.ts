// Which system is loaded.
import { findRunning } from '@hopline/dev/running';
import { OptionError } from './options.ts';

export interface Target {
  readonly url: string;
  readonly adminToken: string | undefined;
}

/** @throws {OptionError} when there is none */
export async function findTarget(given: {
  readonly url: string | undefined;
  readonly adminToken: string | undefined;
  readonly directory: string | undefined;
}): Promise<Target> {
  const { url, adminToken, directory } = given;
  if (url !== undefined) return { url, adminToken };
  const running = await findRunning(directory);
  if (running) return { url: running.baseUrl, adminToken: running.adminToken };
  throw new OptionError(
    'no system runs in this folder: `npm start` in another terminal, or give --url with --key or --admin-token.',
  );
}

/** Whether a URL leads to this machine, so that a receiver on 127.0.0.1 can be reached from there. */
export function isHere(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

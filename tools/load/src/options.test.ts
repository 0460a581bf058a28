import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OptionError, parseOptions } from './options.ts';

const refusal = (...args: string[]) => {
  try {
    parseOptions(args, {});
  } catch (error) {
    assert.ok(error instanceof OptionError);
    return error.message;
  }
  assert.fail(`${args.join(' ')} was taken`);
};

test('nothing at all is a closed loop over ten organizations of the system in this folder', () => {
  const { rate, burst, batch, organizations, url, key, follow } = parseOptions([], {});
  assert.deepEqual(
    { rate, burst, batch, organizations, url, key, follow },
    { rate: undefined, burst: 1, batch: 1, organizations: 10, url: undefined, key: undefined, follow: true },
  );
});

test('a key sends as its own organization; one in the environment only to a system elsewhere', () => {
  const elsewhere = ['--url', 'https://hopline.example'];
  assert.equal(parseOptions(['--key', 'k'], {}).organizations, undefined);
  assert.equal(parseOptions(elsewhere, { API_KEY: 'k' }).key, 'k');
  assert.equal(parseOptions([], { API_KEY: 'k' }).key, undefined);
  assert.equal(
    parseOptions([...elsewhere, '--organizations', '3'], { API_KEY: 'k', ADMIN_TOKEN: 't' }).key,
    undefined,
  );
});

test('what cannot be meant is refused, and says what to give', () => {
  assert.match(refusal('--events', '0'), /--events takes a whole number from 1 to/);
  assert.match(refusal('--events', '1e3'), /not "1e3"/);
  assert.match(refusal('--batch', '501'), /from 1 to 500/);
  assert.match(refusal('--rate=-1'), /--rate takes a number above 0/);
  assert.match(refusal('--burst', '10'), /give a rate as well/);
  assert.match(refusal('--url', 'localhost:8080'), /takes a URL such as/);
  assert.match(refusal('--url', 'http://a'), /needs --key, or --admin-token/);
  assert.match(refusal('--key', 'k', '--organizations', '2'), /leave out --organizations/);
  assert.match(refusal('--no-follow', '--receiver', 'http://a'), /leave out --no-follow/);
  assert.match(refusal('--timeout', '10'), /--timeout: "10" is not a duration/);
  assert.match(refusal('--target-errors', '150%'), /takes a share/);
  assert.match(refusal('--speed', '9'), /npm run load -- --help/);
});

test('a share may be written in percent', () => {
  assert.equal(parseOptions(['--target-errors', '2.5%'], {}).targetErrors, 0.025);
  assert.equal(parseOptions(['--target-errors', '0.025'], {}).targetErrors, 0.025);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainExit } from './explain-exit.ts';

const ended = (...lastLines: string[]) => explainExit({ code: 1, signal: null, lastLines });

test("the cause is picked from a server's last words", () => {
  assert.equal(
    ended(
      '2026 ERROR Exiting',
      'java.lang.RuntimeException: x',
      '\tat a.b',
      'Caused by: java.net.BindException: in use',
    ),
    'exit code 1: Caused by: java.net.BindException: in use',
  );
  assert.equal(
    ended('LOG:  starting', 'FATAL:  no room', 'LOG:  down'),
    'exit code 1: FATAL:  no room'.replace('  ', ' '),
  );
  assert.equal(
    ended('node:internal/x', 'Error [ERR_MODULE_NOT_FOUND]: no package', '    at y', 'Node.js v24'),
    'exit code 1: Error [ERR_MODULE_NOT_FOUND]: no package',
  );
  assert.equal(
    ended('{"level":50,"msg":"service.failed","problem":"no topic"}', '{"level":30,"msg":"service.stopped"}'),
    'exit code 1: service.failed: no topic',
  );
});

test('without words it is how it ended', () => {
  assert.equal(ended(), 'exit code 1');
  assert.equal(explainExit({ code: null, signal: 'SIGKILL', lastLines: [] }), 'SIGKILL');
});

// clients/python as its users install it: built by pip, in an environment of its own, with its types.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand } from '@hopline/dev/run-command';
import { CHILD_ENV } from '../support/child-env.ts';
import { pythonFolder } from '../support/python/generated.ts';
import { preparePython } from '../support/python/run-python.ts';

const PROGRAM = `
import re
from importlib.metadata import files, requires, version
import hopline
from hopline import Hopline, LiveEvent, verify_webhook
from hopline.types import Endpoint

def urls(client: Hopline) -> list[str]:
    found: list[Endpoint] = list(client.endpoints.list())
    return [one["url"] for one in found]

assert version("hopline") == hopline.__version__
names = sorted({str(one).split("/")[0] for one in files("hopline") or []})
assert [name.split("-")[0] for name in names] == ["hopline", "hopline"], names
assert {"py.typed", "LICENSE"} <= {one.name for one in files("hopline") or []}
assert sorted(re.split(r"\\W", one)[0] for one in requires("hopline") or []) == ["httpx", "standardwebhooks"]
print("it works")
`;

test('pip installs it into a fresh environment, with its types and nothing beside it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'hopline-python-'));
  t.after(() => rm(folder, { recursive: true }));
  const run = async (file: string, ...args: string[]) => {
    const { code, output } = await runCommand(file, args, { cwd: folder, env: CHILD_ENV, dieWithUs: true });
    assert.equal(code, 0, output);
    return output;
  };
  await run('python3', '-m', 'venv', 'venv');
  const own = join(folder, 'venv/bin/python');
  await run(own, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', pythonFolder);
  await writeFile(join(folder, 'program.py'), PROGRAM);
  assert.match(await run(own, 'program.py'), /^it works$/m);
  // What is pasted from the README has types too.
  const readme = await readFile(join(pythonFolder, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/^```python\n([\s\S]*?)^```$/gm)].map(([, example]) => example);
  assert.ok(examples.length > 5);
  await writeFile(join(folder, 'examples.py'), examples.join('\n'));
  // Without py.typed mypy would not look into what is installed.
  const { code, output } = await (await preparePython()).run([
    ...['-m', 'mypy', '--strict', '--python-executable', own, '--cache-dir', join(folder, 'cache')],
    ...['--config-file', '', ...['program.py', 'examples.py'].map((name) => join(folder, name))],
  ]);
  assert.equal(code, 0, output);
});

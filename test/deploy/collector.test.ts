// deploy/otel-collector.yaml on a real collector, with other addresses and less patience.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { runCommand } from '@hopline/dev/run-command';
import { stringify } from 'yaml';
import { inReverse } from '../support/cleanup.ts';
import { deployFolder, readCompose, readDeployYaml } from '../support/deploy-files.ts';
import { buildGo } from '../support/made-once.ts';
import { startOtlpSink } from '../support/otlp-sink.ts';
import { until } from '../support/until.ts';

const collector = await buildGo('collector', join(import.meta.dirname, 'collector'));
const config = join(deployFolder, 'otel-collector.yaml');

interface Policy {
  readonly type: string;
}

test('the collector takes the configuration, and is of the version that Compose starts', async () => {
  assert.deepEqual(await runCommand(collector, ['validate', `--config=${config}`]), {
    ...{ code: 0, signal: null },
    output: '',
  });
  const { output } = await runCommand(collector, ['--version']);
  assert.equal(
    readCompose().services['otel-collector']?.image.split(':')[1],
    output.trim().split(' ').at(-1),
  );
});

test('it keeps traces with a failure, retries, and failures that come too late; of the rest what chance has it', async () => {
  const t = inReverse({ after });
  const sink = await startOtlpSink(t);
  const [http, health] = [await freePort(), await freePort()];
  const { policies } = readDeployYaml<{ processors: { tail_sampling: { policies: Policy[] } } }>(
    'otel-collector.yaml',
  ).processors.tail_sampling;
  const folder = mkdtempSync(join(tmpdir(), 'hopline-collector-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const changes = join(folder, 'changes.yaml');
  const exporters = ['otlp_http/sink'];
  const sinkExporter = { endpoint: sink.url, encoding: 'json', compression: 'none' };
  writeFileSync(
    changes,
    stringify({
      extensions: { health_check: { endpoint: `127.0.0.1:${health}` } },
      receivers: {
        otlp: {
          protocols: {
            http: { endpoint: `127.0.0.1:${http}` },
            grpc: { endpoint: `127.0.0.1:${await freePort()}` },
          },
        },
      },
      processors: {
        tail_sampling: {
          decision_wait: '2s',
          // Chance has none of it.
          policies: policies.map((policy) =>
            policy.type === 'probabilistic'
              ? { ...policy, probabilistic: { sampling_percentage: 0 } }
              : policy,
          ),
        },
      },
      exporters: { 'otlp_http/sink': sinkExporter },
      service: {
        pipelines: { traces: { exporters }, 'traces/failures': { exporters } },
        telemetry: { metrics: { readers: [], level: 'none' } },
      },
    }),
  );
  const child = spawn(collector, [`--config=${config}`, `--config=${changes}`], { stdio: 'pipe' });
  t.after(() => child.kill());
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await until('the collector is ready', async () => {
    if (child.exitCode !== null) throw new Error(output);
    return (await fetch(`http://127.0.0.1:${health}`).catch(() => undefined))?.ok;
  });

  let spans = 0;
  const span = (trace: string, name: string, more: object = {}) => {
    spans += 1;
    const now = Date.now();
    return {
      ...{ traceId: trace.repeat(32), spanId: String(spans).padStart(16, '0'), name, kind: 1 },
      ...{ startTimeUnixNano: `${now}000000`, endTimeUnixNano: `${now + 5}000000` },
      ...more,
    };
  };
  const failed = { status: { code: 2 } };
  const send = async (...sent: object[]) => {
    const answer = await fetch(`http://127.0.0.1:${http}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: sent }] }] }),
    });
    assert.equal(answer.status, 200);
  };
  const kept = () => [...new Set(sink.spans.map(({ name }) => name))].sort();
  await send(span('a', 'a: all is well'));
  await send(span('b', 'b: accepted'), span('b', 'b: attempt', failed));
  const attempt = { attributes: [{ key: 'hopline.attempt', value: { intValue: '2' } }] };
  await send(span('d', 'd: second attempt', attempt));
  await until('it has decided', () => kept().length === 3);
  // Those of the first trace are decided on with the others.
  await send(span('a', 'a: late'), span('a', 'a: late failure', failed), span('b', 'b: late'));
  await send(span('e', 'e: another failure', failed));
  await until('it has decided again', () => kept().length === 6);
  assert.deepEqual(kept(), [
    'a: late failure',
    'b: accepted',
    'b: attempt',
    'b: late',
    'd: second attempt',
    'e: another failure',
  ]);
});

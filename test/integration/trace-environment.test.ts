// The OTEL_* variables, as OpenTelemetry has them: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { type OtlpSink, startOtlpSink } from '../support/otlp-sink.ts';
import type { CollectedSpan } from '../support/traces/collected-span.ts';

const script = join(import.meta.dirname, '..', 'support', 'traces', 'start-spans.ts');

async function startSpans(
  env: Record<string, string>,
): Promise<{ recorded: number; valid: boolean; output: string }> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  await once(child, 'close');
  const report = output.split('\n').find((line) => line.startsWith('{"recorded"'));
  return { ...JSON.parse(report ?? assert.fail(output)), output };
}

/** A process waits for a few seconds until its last spans are taken, which a machine that is held up may take for itself. */
const TRIES = 3;

/** What the process says, and what has come of it: all that it has recorded. */
async function exportSpans(
  sink: OtlpSink,
  env: Record<string, string>,
): Promise<{ recorded: number; valid: boolean; spans: CollectedSpan[] }> {
  for (let tries = 1; ; tries += 1) {
    const before = sink.spans.length;
    const { recorded, valid } = await startSpans(env);
    const spans = sink.spans.slice(before);
    if (spans.length !== recorded && tries < TRIES) continue;
    assert.equal(spans.length, recorded);
    return { recorded, valid, spans };
  }
}

test('what is recorded, and as what, is said by the OTEL variables; every trace has an id whatever they say', async (t) => {
  const sink = await startOtlpSink(t);
  const otlp = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
  const all = { ...otlp, OTEL_TRACES_SAMPLER: 'parentbased_always_on', OTEL_BSP_MAX_QUEUE_SIZE: '5000' };

  await t.test('nothing is recorded without a place to send it to, or when it is turned off', async () => {
    const off = [
      {},
      { ...all, OTEL_SDK_DISABLED: 'true' },
      { ...all, OTEL_TRACES_EXPORTER: 'none' },
      { ...all, OTEL_TRACES_EXPORTER: 'unheard-of' },
      { ...all, OTEL_TRACES_SAMPLER: 'always_off' },
      { ...otlp, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
    ];
    const outcomes = await Promise.all(off.map(startSpans));
    for (const [i, { recorded, valid }] of outcomes.entries()) {
      assert.deepEqual({ recorded, valid }, { recorded: 0, valid: true }, JSON.stringify(off[i]));
    }
    assert.deepEqual(sink.spans, []);
  });

  await t.test('one trace in a hundred, unless the sampler is named', async () => {
    const { recorded, valid, spans } = await exportSpans(sink, otlp);
    // Twenty are expected; a thousand millions of runs would not see one outside of this.
    assert.ok(valid && recorded >= 1 && recorded <= 60, `${recorded} of 2000`);
    assert.ok(spans.every(({ service }) => service === 'hopline-test'));
  });

  await t.test('another share of them, when that alone is said', async () => {
    const { recorded } = await exportSpans(sink, { ...otlp, OTEL_TRACES_SAMPLER_ARG: '0.5' });
    // A thousand are expected; six standard deviations around that.
    assert.ok(recorded > 860 && recorded < 1140, `${recorded} of 2000`);
  });

  await t.test('a service has the name that is given to it', async () => {
    for (const [name, env] of Object.entries({
      mine: { OTEL_SERVICE_NAME: 'mine' },
      ours: { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=x,service.name=ours' },
    })) {
      const { recorded, spans } = await exportSpans(sink, { ...all, ...env });
      assert.equal(recorded, 2000);
      assert.ok(spans.every(({ service }) => service === name));
    }
  });

  await t.test('a collector that does not answer keeps nobody from stopping', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    // Its own limits are longer than a test may take.
    const patience = { OTEL_EXPORTER_OTLP_TIMEOUT: '3600000', OTEL_BSP_EXPORT_TIMEOUT: '3600000' };
    const { recorded } = await startSpans({ ...all, ...patience, OTEL_EXPORTER_OTLP_ENDPOINT: url });
    assert.equal(recorded, 2000);
    silent.closeAllConnections();
    silent.close();
  });

  await t.test('that nobody takes the spans is told of, and so is what is not understood', async () => {
    const refusing = createServer((_request, response) => response.writeHead(404, 'No such thing').end());
    t.after(() => {
      refusing.closeAllConnections();
      refusing.close();
    });
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
    const troubles: [env: Record<string, string>, problem: RegExp][] = [
      [{ ...all, OTEL_EXPORTER_OTLP_ENDPOINT: url }, /"problem":"No such thing","msg":"tracing\.failed"/],
      [{ ...all, OTEL_TRACES_SAMPLER: 'one-in-ten' }, /"problem":".*one-in-ten.*"msg":"tracing\.failed"/],
      [{ ...all, OTEL_TRACES_EXPORTER: 'unheard-of' }, /"problem":".*unheard-of.*"msg":"tracing\.failed"/],
    ];
    for (const [env, problem] of troubles) assert.match((await startSpans(env)).output, problem);
    assert.doesNotMatch((await startSpans(all)).output, /tracing\.failed/);
  });

  await t.test('another exporter takes the place of OTLP', async () => {
    const before = sink.spans.length;
    const { recorded, output } = await startSpans({ ...all, OTEL_TRACES_EXPORTER: 'console' });
    assert.equal(recorded, 2000);
    assert.match(output, /name: 'started'/);
    assert.equal(sink.spans.length, before);
  });
});

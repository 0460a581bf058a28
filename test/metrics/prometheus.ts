// A Prometheus that scrapes the system every second and evaluates our rules as often.
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainExit } from '@hopline/dev/explain-exit';
import { freePort } from '@hopline/dev/ports';
import { ServerProcess } from '@hopline/dev/server-process';
import type { Cleanup } from '../support/cleanup.ts';
import { until } from '../support/until.ts';
import { RULES } from './rule-checks.ts';

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Of one moment. */
  readonly value?: readonly [number, string];
  /** Of a range. */
  readonly values?: readonly (readonly [number, string])[];
}

export interface Prometheus {
  /** One call of its API, such as `query?query=up`. @throws {Error} with its own words when it refuses */
  ask<T>(path: string, parameters?: Record<string, string>): Promise<T>;
  /** The value of an expression that has one, now; undefined when it has none. */
  value(expr: string): Promise<number | undefined>;
}

/** @param targets `host:port` by the name of the job */
export async function startPrometheus(
  t: Cleanup,
  binary: string,
  targets: Readonly<Record<string, string>>,
): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'hopline-prometheus-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'rules'));
  for (const file of globSync('*.rules.yaml', { cwd: RULES })) {
    // The groups' own intervals are for months, not for a run of a minute.
    const text = readFileSync(join(RULES, file), 'utf8').replaceAll(/^ {4}interval: .*\n/gm, '');
    await writeFile(join(folder, 'rules', file), text);
  }
  await writeFile(join(folder, 'prometheus.yml'), configuration(targets));
  const port = await freePort();
  const server = await ServerProcess.spawn({
    command: binary,
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
      '--log.level=warn',
    ],
    stopSignal: 'SIGTERM',
    deathSignal: 'SIGKILL',
  });
  t.after(() => server.stop(10_000));
  const url = `http://127.0.0.1:${port}`;
  await until('Prometheus is ready', async () => {
    if (server.exit)
      throw new Error(`Prometheus ended (${explainExit(server.exit)}):\n${server.exit.lastLines.join('\n')}`);
    return (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok;
  });

  async function ask<T>(path: string, parameters: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const body = (await answer.json()) as { status: string; error?: string; data: T };
    if (body.status !== 'success') throw new Error(body.error ?? `status ${answer.status}`);
    return body.data;
  }
  return {
    ask,
    async value(expr) {
      const { result } = await ask<{ result: Series[] }>('query', { query: expr });
      const text = result[0]?.value?.[1];
      return text === undefined ? undefined : Number(text);
    },
  };
}

function configuration(targets: Readonly<Record<string, string>>): string {
  const jobs = Object.entries(targets).map(
    ([job, target]) => `  - job_name: ${job}\n    static_configs: [{ targets: ['${target}'] }]`,
  );
  return [
    'global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }',
    'rule_files: [rules/*.yaml]',
    'scrape_configs:',
    ...jobs,
    '',
  ].join('\n');
}

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeError } from '@hopline/runtime/errors';
import { createEndpoint, createOrganization } from './client.ts';
import { DemoLedger } from './ledger.ts';
import { type DemoOptions, parseOptions, USAGE } from './options.ts';
import { demoEvents } from './payloads.ts';
import { postAll } from './post-all.ts';
import { startReceiver } from './receiver.ts';
import { renderReport } from './report.ts';
import { countInPostgres, countOpenDeliveries, countThroughApi } from './stored-counts.ts';
import { findSystem } from './system.ts';
import { judge, type Verdict } from './verdict.ts';

// Progress and the table go to standard error with --json, so that the last line of standard output is the result.
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function runDemo(options: DemoOptions): Promise<Verdict> {
  await using system = await findSystem(options, say);
  const ledger = new DemoLedger();
  await using receiver = await startReceiver(ledger);
  const run = randomBytes(4).toString('hex');
  const organizations = await Promise.all(
    ['Demo one', 'Demo two'].map((name) =>
      createOrganization(system.url, system.adminToken, `${name} ${run}`),
    ),
  );
  for (const [i, { apiKey }] of organizations.entries()) {
    receiver.expectSecret(i, await createEndpoint(system.url, apiKey, receiver.url(i)));
  }

  const events = demoEvents(options.events);
  say(`posting ${events.length} events at ${options.rate}/s for ${organizations.length} organizations`);
  let shown = Date.now();
  await postAll({
    ...{ url: system.url, run, events, organizations, rate: options.rate, ledger },
    onProgress(posted) {
      if (Date.now() - shown < 2000) return;
      shown = Date.now();
      say(`  posted ${posted}, delivered ${ledger.accepted.size - ledger.missing().length}`);
    },
  });
  await waitForDeliveries(ledger, options.giveUpMs);
  const databaseUrl = options.databaseUrl ?? system.databaseUrl;
  if (databaseUrl)
    await waitForResults(() => countOpenDeliveries(databaseUrl, organizations), options.giveUpMs);
  const stored = databaseUrl
    ? await countInPostgres(databaseUrl, organizations)
    : await countThroughApi(system.url, organizations, ledger);
  return judge(ledger, stored, options.firstRetryMs);
}

/** Until everything has arrived, or nothing has for `giveUpMs`. */
async function waitForDeliveries(ledger: DemoLedger, giveUpMs: number): Promise<void> {
  const started = Date.now();
  let shown = started;
  for (;;) {
    const missing = ledger.missing().length;
    if (missing === 0) return;
    if (Date.now() - Math.max(ledger.lastReceiptAt, started) > giveUpMs) return;
    if (Date.now() - shown >= 2000) {
      shown = Date.now();
      say(`  waiting for ${missing} deliveries`);
    }
    await sleep(100);
  }
}

/**
 * Until every delivery has ended. One whose process was killed between the post and its result is posted again once its
 * lease is over, and should find its receiver.
 */
async function waitForResults(countOpen: () => Promise<number>, giveUpMs: number): Promise<void> {
  const giveUpAt = Date.now() + giveUpMs;
  for (let waited = 0; ; waited += 1) {
    const open = await countOpen();
    if (open === 0 || Date.now() > giveUpAt) return;
    if (waited % 10 === 0 && waited > 0) say(`  waiting for the results of ${open} deliveries`);
    await sleep(200);
  }
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    console.log(USAGE);
  } else {
    const verdict = await runDemo(options);
    if (options.json) {
      say(renderReport(verdict));
      console.log(JSON.stringify(verdict));
    } else {
      console.log(renderReport(verdict));
    }
    process.exitCode = verdict.ok ? 0 : 1;
  }
} catch (error) {
  say(`demo: ${describeError(error)}`);
  process.exitCode = 1;
}

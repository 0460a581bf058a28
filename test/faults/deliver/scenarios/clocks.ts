// The clock of deliver's machine is set while it runs. Leases and due times go by the database's; deliver must notice, and
// say so, and go on.
import type { HealthReport } from '@hopline/runtime/health';
import { readMetric } from '../../../support/scrape.ts';
import { until } from '../../../support/until.ts';
import type { DeliverScenario, DeliverStage } from '../scenario.ts';

const BEFORE = 80;
const MINUTE_MS = 60_000;
/** What Standard Webhooks' libraries let a stamp be off. */
const FAR_MS = 5 * MINUTE_MS;
/** Clocks are compared every 15 s. */
const NOTICE_LIMIT_MS = 30_000;

function step(name: string, offsetMs: number): DeliverScenario {
  const direction = offsetMs > 0 ? 'forward' : 'back';
  const lengthMs = Math.abs(offsetMs);
  return {
    name,
    about: `deliver's clock is set ${direction} by ${lengthMs / 1000} s, and right again`,
    stampToleranceMs: lengthMs + 5000,
    async run(stage) {
      await stage.posted(BEFORE);
      await stage.stepClock(offsetMs);
      const problems = await judgeAlarm(stage, offsetMs);
      await stage.posted(2 * BEFORE);
      await stage.stepClock(0);
      await until('deliver is ready again', async () => (await readyz(stage)).code === 200, NOTICE_LIMIT_MS);
      await stage.healed();
      return [...problems, ...judgeLines(stage)];
    },
  };
}

async function readyz({ deliver }: DeliverStage) {
  const answer = await fetch(`${deliver.url()}/readyz`);
  return { code: answer.status, ...((await answer.json()) as HealthReport) };
}

/** Waits until deliver is not ready because of its clock. That no other reason is given is what is judged. */
async function judgeAlarm(stage: DeliverStage, offsetMs: number): Promise<string[]> {
  const { code, checks, away } = await until(
    'deliver notices',
    async () => {
      const ready = await readyz(stage);
      return ready.checks.clock !== 'ok' && ready;
    },
    NOTICE_LIMIT_MS,
  );
  const metric = await readMetric(stage.deliver.url(), 'clock_offset_seconds');
  const side = offsetMs > 0 ? 'ahead of' : 'behind';
  const offMs = Math.abs((metric ?? 0) * 1000 - offsetMs);
  return [
    ...(code === 503 ? [] : [`deliver answered ${code} while its clock was off`]),
    ...(checks.clock?.includes(side) ? [] : [`deliver says of its clock: ${checks.clock}`]),
    ...(Object.keys(away).join() === 'clock' ? [] : [`away was ${JSON.stringify(away)}`]),
    ...(offMs < 1000 ? [] : [`clock_offset_seconds was ${metric}`]),
  ];
}

/** One line for each change, however often it is looked at. */
function judgeLines({ deliver }: DeliverStage): string[] {
  const lines = [...deliver.log().matchAll(/"dependency":"clock".*"msg":"dependency\.(\w+)"/g)];
  const changes = lines.map(([, change]) => change).join();
  return changes === 'lost,recovered' ? [] : [`deliver's log has of its clock: ${changes}`];
}

export const clocks: readonly DeliverScenario[] = [
  step('clock-forward', MINUTE_MS),
  step('clock-back', -MINUTE_MS),
  step('clock-far-forward', FAR_MS),
  step('clock-far-back', -FAR_MS),
];

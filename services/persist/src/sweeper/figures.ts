// Figures of the whole installation for its metrics. They are read by whoever has the turn of the sweeper, so that Postgres
// and Kafka are asked once however many processes there are, and never by a scrape.
import type { KafkaAdmin } from '@hopline/kafka/port';
import type { Figures } from '@hopline/postgres/figures/read-figures';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { InstallationFigures } from '@hopline/telemetry/metrics/installation';

/** They are not read again before, however often the sweeper has its turn. */
const READ_EVERY_MS = 15_000;
/** What is older is not told any more: another process has had the turn since, and knows better. */
const KEEP_MS = 300_000;

export interface FigureDeps {
  readonly readFigures: () => Promise<Figures>;
  readonly connectAdmin: () => Promise<Pick<KafkaAdmin, 'firstOffsets' | 'endOffsets' | 'close'>>;
  readonly deadLetterTopics: readonly string[];
  readonly log: Pick<Logger, 'warn'>;
  /** How often the sweeper has its turn, in milliseconds. */
  readonly intervalMs: number;
  /** Milliseconds on a clock that does not go back. */
  readonly now?: () => number;
}

export interface InstallationReader {
  /** Reads them, unless they were read a moment ago. Never rejects: what could not be read is left out. */
  read(): Promise<void>;
  /** What was read last, unless that is too long ago. */
  latest(): InstallationFigures | undefined;
}

export function createInstallationReader(deps: FigureDeps): InstallationReader {
  const now = deps.now ?? (() => performance.now());
  const keepMs = Math.max(KEEP_MS, 3 * deps.intervalMs);
  let known: { readonly figures: InstallationFigures; readonly at: number } | undefined;
  let readAt = Number.NEGATIVE_INFINITY;

  async function unlessItFails<T>(reading: Promise<T>, otherwise: T): Promise<T> {
    return await reading.catch((error: unknown) => {
      deps.log.warn({ problem: describeError(error) }, 'figures.not_read');
      return otherwise;
    });
  }

  async function readDeadLetters(): Promise<ReadonlyMap<string, number>> {
    const admin = await deps.connectAdmin();
    try {
      const counts = deps.deadLetterTopics.map(async (topic) => {
        const [ends, firsts] = await Promise.all([admin.endOffsets(topic), admin.firstOffsets(topic)]);
        let records = 0n;
        for (const [partition, end] of ends) records += end - (firsts.get(partition) ?? end);
        return [topic, Number(records)] as const;
      });
      return new Map(await Promise.all(counts));
    } finally {
      await admin.close();
    }
  }

  return {
    async read() {
      if (now() - readAt < READ_EVERY_MS) return;
      readAt = now();
      const [figures, deadLetters] = await Promise.all([
        unlessItFails(deps.readFigures(), undefined),
        unlessItFails(readDeadLetters(), new Map<string, number>()),
      ]);
      known = { figures: asMetrics(figures, deadLetters), at: now() };
    },
    latest() {
      return known && now() - known.at < keepMs ? known.figures : undefined;
    },
  };
}

function asMetrics(
  figures: Figures | undefined,
  deadLetters: ReadonlyMap<string, number>,
): InstallationFigures {
  if (!figures) return { deadLetters };
  const { active, failing, paused, disabled, replaysRunning, replaysPaused, oldestDaySeconds } = figures;
  return {
    deadLetters,
    replays: { running: replaysRunning, paused: replaysPaused },
    endpoints: { active, paused, disabled },
    endpointsFailing: failing,
    ...(oldestDaySeconds === null ? {} : { oldestDaySeconds }),
  };
}

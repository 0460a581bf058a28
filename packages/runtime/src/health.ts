// What a process needs, whether it is there, and since when it is not. It is looked at every few seconds, so that "since
// when" does not depend on somebody asking, and by whoever asks.
import { DependencyWatch } from './dependency-watch.ts';
import type { Component } from './lifecycle.ts';

/** Says what is wrong in a few words, or undefined when all is well. What it throws is what is wrong. */
export type HealthCheck = () => string | undefined | Promise<string | undefined>;

/** What is known of a dependency. */
export interface DependencyState {
  readonly dependency: string;
  readonly up: boolean;
  /** While it is away: since when, in milliseconds since the epoch. */
  readonly sinceMs?: number;
}

/** What /readyz prints; docs/health.md describes it for those who read it. */
export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  /** For each dependency `ok`, or what is wrong; `lifecycle` says whether the process itself starts or stops. */
  readonly checks: Readonly<Record<string, string>>;
  /** Those that are away: since when (ISO 8601, UTC), and for how many seconds. */
  readonly away: Readonly<Record<string, { readonly since: string; readonly seconds: number }>>;
}

/** Told when a dependency is lost, with what is wrong, and when it is back, with how long it was away. */
export type OnDependencyChange = (
  change:
    | { readonly dependency: string; readonly up: false; readonly problem: string }
    | { readonly dependency: string; readonly up: true; readonly awayMs: number },
) => void;

export interface HealthOptions {
  /** What the process cannot do its work without: while one of them is away it is not ready. */
  readonly needed: Readonly<Record<string, HealthCheck>>;
  /** What it can go on without, for a while; reported all the same. */
  readonly besides?: Readonly<Record<string, HealthCheck>>;
  /** Called between the start and the stop. */
  readonly onChange?: OnDependencyChange;
}

/**
 * The health of a process, as its last component: started when all else has, stopped before all else. Before and after
 * that the process is not ready.
 */
export interface Health extends Component {
  /** Looks at everything; a look at what must be waited for serves all who ask within a second. */
  report(): Promise<HealthReport>;
  /** What the last look found, without looking. One that was never looked at is left out. */
  states(): readonly DependencyState[];
}

const LOOK_EVERY_MS = 10_000;

export function createHealth(options: HealthOptions): Health {
  let phase: 'starting' | 'ok' | 'stopping' = 'starting';
  let looking: NodeJS.Timeout | undefined;
  const onChange: OnDependencyChange = (change) => {
    if (phase === 'ok') options.onChange?.(change);
  };
  const watches = (checks: Readonly<Record<string, HealthCheck>>) =>
    Object.entries(checks).map(([name, check]) => new DependencyWatch(name, check, onChange));
  const needed = watches(options.needed);
  const all = [...needed, ...watches(options.besides ?? {})];

  async function look(): Promise<void> {
    // What it needed is being taken down: the last look before that is what is known.
    if (phase !== 'stopping') await Promise.all(all.map((watch) => watch.look()));
  }

  return {
    name: 'health',
    async start() {
      if (phase !== 'starting') return;
      phase = 'ok';
      looking = setInterval(() => void look(), LOOK_EVERY_MS).unref();
      void look();
    },
    async stop() {
      phase = 'stopping';
      clearInterval(looking);
    },
    async report() {
      await look();
      const isReady = phase === 'ok' && needed.every(({ trouble }) => trouble === undefined);
      return {
        status: isReady ? 'ok' : 'unavailable',
        checks: {
          lifecycle: phase,
          ...Object.fromEntries(all.map(({ name, trouble }) => [name, trouble?.problem ?? 'ok'])),
        },
        away: Object.fromEntries(
          all.flatMap(({ name, trouble, awayMs }) =>
            trouble
              ? [
                  [
                    name,
                    { since: new Date(trouble.sinceMs).toISOString(), seconds: Math.floor(awayMs / 1000) },
                  ],
                ]
              : [],
          ),
        ),
      };
    },
    states: () =>
      all
        .filter(({ isKnown }) => isKnown)
        .map(({ name, trouble }) => ({
          dependency: name,
          up: trouble === undefined,
          ...(trouble ? { sinceMs: trouble.sinceMs } : {}),
        })),
  };
}

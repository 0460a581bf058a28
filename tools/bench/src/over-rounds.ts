// Figures of several rounds as one.
import { median, rounded } from './statistics.ts';

export interface Figures {
  readonly [name: string]: number | Figures;
}

/** What one round gives: figures of which the medians count, and figures of which the worst round counts. */
export interface RoundFigures {
  readonly medians: Figures;
  readonly worst: Figures;
}

/** One figure of each name. A name that is missing in a round counts as 0 there. */
export function overRounds(rounds: readonly RoundFigures[]): Figures {
  return {
    ...combine(
      rounds.map((round) => round.medians),
      median,
    ),
    ...combine(
      rounds.map((round) => round.worst),
      (values) => Math.max(...values),
    ),
  };
}

function combine(rounds: readonly Figures[], take: (values: readonly number[]) => number): Figures {
  const names = new Set(rounds.flatMap((round) => Object.keys(round)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = rounds.map((round) => round[name] ?? 0);
      const numbers = values.filter((value) => typeof value === 'number');
      if (numbers.length === values.length) return [name, rounded(take(numbers))];
      return [
        name,
        combine(
          values.map((value) => (typeof value === 'number' ? {} : value)),
          take,
        ),
      ];
    }),
  );
}

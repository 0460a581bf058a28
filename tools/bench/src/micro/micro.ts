// What the parts of the path cost by themselves, in microseconds. Rounds in turns, medians over the rounds.
import { median, rounded } from '../statistics.ts';
import { type Micros, timeCalls } from './stopwatch.ts';
import { createSubjects } from './subjects.ts';

export interface MicroOptions {
  readonly rounds: number;
  readonly say: (text: string) => void;
}

export async function benchMicro({ rounds, say }: MicroOptions): Promise<Record<string, unknown>> {
  const subjects = await createSubjects();
  const results = new Map<string, Micros[]>(subjects.map(({ name }) => [name, []]));
  // The first calls are those of the compiler.
  for (const subject of subjects) await timeCalls(subject);
  for (let round = 1; round <= rounds; round += 1) {
    for (const subject of subjects) {
      const { name } = subject;
      const micros = await timeCalls(subject);
      results.get(name)?.push(micros);
      say(
        `round ${round} of ${rounds}: ${name} p50 ${rounded(micros.p50)} µs, p99 ${rounded(micros.p99)} µs`,
      );
    }
  }
  const micros = [...results].map(([name, figures]) => {
    const of = (figure: keyof Micros) => rounded(median(figures.map((round) => round[figure])));
    return [name, { p50: of('p50'), p99: of('p99') }];
  });
  return { micros: Object.fromEntries(micros), rounds };
}

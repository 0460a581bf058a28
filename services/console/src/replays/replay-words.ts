// What a dry run of a replay says, for people. Pure.
import { count, counted } from '../format/amount.ts';

interface DryRun {
  readonly replayed: number;
  readonly made: number;
  readonly undecided: number;
  /** There may be more. */
  readonly at_least: boolean;
}

interface Part {
  readonly types?: readonly string[] | null | undefined;
  readonly states?: readonly string[] | null | undefined;
}

/** What a replay takes of what failed. */
export function failedWords({ types, states }: Part): string {
  const which = `Deliveries that are ${(states ?? ['dead', 'cancelled']).join(' or ')}`;
  return types ? `${which}, of events of ${types.join(', ')}` : which;
}

/** How many deliveries it would take, and what is to be said of them beside that. */
export function wordsOf({ replayed, made, undecided, at_least: atLeast }: DryRun): {
  readonly total: string;
  readonly rest: string;
} {
  const sum = replayed + made;
  const total = atLeast ? `${count(sum)} deliveries or more` : counted(sum, 'delivery', 'deliveries');
  const parts = [
    ...(made > 0
      ? [`${count(made)} of them ${made === 1 ? 'is one' : 'are such'} as an endpoint never had`]
      : []),
    ...(undecided > 0
      ? [`and of ${counted(undecided, 'further event')} the payload decides whether an endpoint wants it`]
      : []),
  ];
  return { total, rest: parts.length === 0 ? '.' : `, ${parts.join(', ')}.` };
}

// Which dead letters a command is about. Pure.
import { UsageError } from '../exit-code.ts';

/** Whose dead letters: deliveries that were given up, or records that could not be stored. */
export type Letters = 'deliveries' | 'events';

export interface LetterFilter {
  readonly endpointId: string | undefined;
  readonly organizationId: string | undefined;
  readonly reason: string | undefined;
  /** Milliseconds since the epoch, of the letter. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** As commander gives them. */
export interface FilterOptions {
  readonly letters: Letters;
  readonly endpoint?: string;
  readonly organization?: string;
  readonly reason?: string;
  readonly from?: number;
  readonly to?: number;
  readonly all?: true;
}

/** @throws {UsageError} when they do not fit together */
export function readFilter(options: FilterOptions): LetterFilter {
  const { letters, endpoint, organization, reason, from, to } = options;
  if (endpoint !== undefined && letters === 'events') {
    throw new UsageError('--endpoint is of deliveries: records have none');
  }
  return {
    endpointId: endpoint,
    organizationId: organization,
    reason,
    fromMs: from ?? Number.NEGATIVE_INFINITY,
    toMs: to ?? Number.POSITIVE_INFINITY,
  };
}

/**
 * For what changes something: by oversight it would be all of thirty days.
 * @throws {UsageError} when there is neither a filter nor --all
 */
export function refuseAllByOversight(command: string, options: FilterOptions): void {
  const { endpoint, organization, reason, from, to, all } = options;
  const isFiltered = [endpoint, organization, reason, from, to].some((value) => value !== undefined);
  if (!isFiltered && !all) throw new UsageError(`${command} takes a filter, or --all`);
}

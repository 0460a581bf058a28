// A reconciliation as a table: what is on its left side and on its right. Pure.

export interface Counts {
  readonly appended: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly poison: number;
  readonly balanced: boolean;
  readonly deliveries: readonly {
    readonly state: string;
    readonly reason: string | null;
    readonly count: number;
  }[];
}

/** What is missing, or too much: appended less stored, duplicates and poison. 0 when it adds up. */
export function difference({ appended, stored, duplicates, poison }: Counts): number {
  return appended - stored - duplicates - poison;
}

/** The deliveries by state, the reasons added up. */
export function byState({ deliveries }: Pick<Counts, 'deliveries'>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { state, count } of deliveries) sums.set(state, (sums.get(state) ?? 0) + count);
  return sums;
}

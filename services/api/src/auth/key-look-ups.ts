// Asks Postgres about keys, many at once. One statement is under way at a time, and the next begins a little after it:
// 2,000 unknown keys a second become 50 statements. It is the order too: of two answers about a key the later one was
// asked for later, so that what was true before a revocation never comes after it.
import type { StoredKey } from '@hopline/postgres/keys/find-keys';
import { within } from '@hopline/runtime/wait';
import { AuthUnavailableError } from '../errors.ts';
import type { KeyCache, KnownKey } from './key-cache.ts';

export interface KeyLookUpsDeps {
  /** Gives the keys with these ids. Rejects when Postgres does not answer. */
  readonly findKeys: (keyIds: readonly string[]) => Promise<readonly StoredKey[]>;
  readonly cache: KeyCache;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** How long Postgres may take for one statement, in milliseconds. */
  readonly timeoutMs: number;
  /** Told when Postgres does not answer although it did before, and when it answers again. */
  readonly onAnswering: (answering: boolean, problem?: unknown) => void;
}

export interface KeyLookUps {
  /**
   * What Postgres says of a key from now on.
   * @throws {AuthUnavailableError} when it does not answer, or too many ids wait: a few while it does not answer
   */
  find(id: string): Promise<KnownKey>;
  /** Checks keys again behind the requests, as soon as possible. */
  check(ids: readonly string[]): void;
  /** Checks all cached keys of an organization again at once, and until that has worked. */
  organizationChanged(organizationId: string): void;
  /** Checks all cached keys again, and until that has worked. */
  checkAll(): void;
  /** Whether the last statement was answered. */
  answering(): boolean;
  /** How many statements there were. */
  statements(): number;
  stop(): void;
}

/** Between the beginnings of two statements, in milliseconds. A look-up that comes alone does not wait. */
const GAP_MS = 20;
/** The same while Postgres does not answer … */
const GAP_WHILE_AWAY_MS = 100;
/** … and when no request waits. */
export const CHECK_AGAIN_MS = 1000;
const BATCH = 1000;
const MAX_WAITING = 10_000;
/** How many wait while Postgres does not answer. They find out whether it does again; the others are told at once. */
const PROBES = 4;

interface Batch {
  readonly ids: ReadonlySet<string>;
  readonly waiting: ReadonlyMap<string, PromiseWithResolvers<KnownKey>>;
  /** Whose change is the reason for some of the ids. */
  readonly organizations: ReadonlySet<string>;
}

export function createKeyLookUps(deps: KeyLookUpsDeps): KeyLookUps {
  const { findKeys, cache, now, timeoutMs, onAnswering } = deps;
  // What is to be asked next, in this order.
  const changed = new Set<string>();
  const wanted = new Map<string, PromiseWithResolvers<KnownKey>>();
  let toCheck: string[] = [];
  let all = false;

  let underWay = false;
  let answering = true;
  let statements = 0;
  let lastStart = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = 0;
  let stopped = false;

  function find(id: string): Promise<KnownKey> {
    const same = wanted.get(id);
    if (same) return same.promise;
    // Not joined to one that is under way: its answer may be of before a change that the caller knows of.
    if (stopped || wanted.size >= (answering ? MAX_WAITING : PROBES)) {
      return Promise.reject(new AuthUnavailableError(new Error(`${wanted.size} keys wait to be looked up`)));
    }
    const answer = Promise.withResolvers<KnownKey>();
    wanted.set(id, answer);
    pump();
    return answer.promise;
  }

  function pump(): void {
    if (underWay || stopped) return;
    if (changed.size === 0 && wanted.size === 0 && toCheck.length === 0 && !all) return;
    const gap = answering ? GAP_MS : wanted.size > 0 ? GAP_WHILE_AWAY_MS : CHECK_AGAIN_MS;
    const startAt = lastStart + gap;
    const early = startAt - now();
    if (early <= 0) {
      begin();
      return;
    }
    if (timer && timerAt <= startAt) return;
    clearTimeout(timer);
    timerAt = startAt;
    timer = setTimeout(begin, early);
    // Nobody waits for a check; a request keeps the process by itself.
    if (wanted.size === 0) timer.unref();
  }

  function begin(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = nextBatch();
    if (batch.ids.size > 0) void ask(batch);
  }

  function nextBatch(): Batch {
    const organizations = new Set(changed);
    changed.clear();
    // The cache is searched only now, when the answers to all earlier statements are in it.
    const ids = new Set(organizations.size > 0 ? cache.goodIds(organizations) : []);
    const waiting = new Map<string, PromiseWithResolvers<KnownKey>>();
    for (const [id, answer] of wanted) {
      if (waiting.size >= BATCH) break;
      ids.add(id);
      waiting.set(id, answer);
      wanted.delete(id);
    }
    if (all) toCheck = cache.goodIds();
    all = false;
    for (const id of toCheck.splice(0, BATCH)) ids.add(id);
    return { ids, waiting, organizations };
  }

  async function ask(batch: Batch): Promise<void> {
    underWay = true;
    statements += 1;
    lastStart = now();
    const readAt = lastStart;
    const rows = await within(findKeys([...batch.ids]), timeoutMs).catch((problem: unknown) =>
      fail(batch, problem),
    );
    underWay = false;
    if (rows) {
      if (!answering) onAnswering(true);
      answering = true;
      const rowOf = new Map(rows.map((row) => [row.id, row]));
      for (const id of batch.ids) {
        const known = cache.learn(id, rowOf.get(id), readAt, now());
        batch.waiting.get(id)?.resolve(known);
      }
    }
    pump();
  }

  function fail({ waiting, organizations }: Batch, problem: unknown): undefined {
    if (answering) onAnswering(false, problem);
    answering = false;
    // Asked again until there is an answer, even when no request asks: that is how its end is noticed.
    for (const id of organizations) changed.add(id);
    all = true;
    for (const { reject } of waiting.values()) reject(new AuthUnavailableError(problem));
  }

  return {
    find,
    check(ids) {
      toCheck.push(...ids);
      pump();
    },
    organizationChanged(organizationId) {
      changed.add(organizationId);
      pump();
    },
    checkAll() {
      all = true;
      pump();
    },
    answering: () => answering,
    statements: () => statements,
    stop() {
      stopped = true;
      clearTimeout(timer);
      for (const { reject } of wanted.values()) reject(new AuthUnavailableError(new Error('the api stops')));
      wanted.clear();
    },
  };
}

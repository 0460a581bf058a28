// Events at a steady rate over HTTP, each in a request of its own, with what was answered in a ledger outside of the system.
import { raceSignal } from '@hopline/runtime/wait';
import { LeanPool } from '../../support/lean-http.ts';

const TICK_MS = 20;
/** After a stall the load goes on at its rate; it does not make up for everything at once. */
const MAX_AT_ONCE = 100;
const PATIENCE_MS = 30_000;
const STATUS_AT = 'HTTP/1.1 '.length;

/** Where an event goes to. */
export interface Target {
  readonly key: string;
  readonly organizationId: string;
  readonly orderingKey: string | undefined;
}

/** A request and what came of it. */
export interface Sent {
  readonly number: number;
  readonly organizationId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  answeredAt: number | undefined;
  /** When it was over, with an answer or without. */
  endedAt: number;
  /** 0 without an answer. */
  status: number;
  /** The event's id, of what was accepted. */
  id: string | undefined;
  /** What was wrong, in a few words. */
  problem: string | undefined;
}

export interface HttpLoad {
  readonly sent: readonly Sent[];
  /** Events that were accepted or whose requests have no answer yet. */
  owed(): number;
  /** No more is sent; resolves when everything has its answer. */
  stop(): Promise<void>;
}

/** @param rate events a second */
export function startHttpLoad(url: string, rate: number, targetOf: (number: number) => Target): HttpLoad {
  const pool = new LeanPool(url);
  const { host } = new URL(url);
  const sent: Sent[] = [];
  const answers = new Set<Promise<void>>();
  let accepted = 0;
  let last = performance.now();
  let owed = 0;

  function send(): void {
    const number = sent.length;
    const target = targetOf(number);
    const one: Sent = {
      ...{ number, organizationId: target.organizationId, at: Date.now() },
      ...{
        answeredAt: undefined,
        endedAt: Number.POSITIVE_INFINITY,
        status: 0,
        id: undefined,
        problem: undefined,
      },
    };
    sent.push(one);
    const answer = post(pool, host, target, one).finally(() => {
      answers.delete(answer);
      if (one.status === 202) accepted += 1;
    });
    answers.add(answer);
  }

  const timer = setInterval(() => {
    const now = performance.now();
    owed = Math.min(owed + ((now - last) * rate) / 1000, MAX_AT_ONCE);
    last = now;
    for (; owed >= 1; owed -= 1) send();
  }, TICK_MS);

  return {
    sent,
    owed: () => accepted + answers.size,
    async stop() {
      clearInterval(timer);
      await Promise.all(answers);
      pool.destroy();
    },
  };
}

/** Never rejects: what goes wrong stands in the ledger. */
async function post(pool: LeanPool, host: string, target: Target, one: Sent): Promise<void> {
  const { orderingKey } = target;
  const body = JSON.stringify({
    ...{ type: 'order.created', dedup_id: `n${one.number}` },
    ...(orderingKey === undefined ? {} : { ordering_key: orderingKey }),
    payload: { number: one.number },
  });
  const head = [
    'POST /api/events HTTP/1.1',
    `host: ${host}`,
    `x-api-key: ${target.key}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  try {
    const request = pool.request(Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`));
    const answer = await raceSignal(request, AbortSignal.timeout(PATIENCE_MS));
    one.answeredAt = Date.now();
    one.status = Number(answer.head.slice(STATUS_AT, STATUS_AT + 3));
    const text = answer.body.toString();
    if (one.status === 202) one.id = (JSON.parse(text) as { id?: string }).id;
    else one.problem = `${one.status} ${text.slice(0, 200)}`;
  } catch (error) {
    one.problem = (error as Error).message;
  }
  one.endedAt = Date.now();
}

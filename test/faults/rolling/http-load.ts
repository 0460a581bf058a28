// Events at a steady rate over HTTP, each in a request of its own, with what was answered in a ledger outside of the system.
import { Agent, request } from 'node:http';

const TICK_MS = 20;
/** After a stall the load goes on at its rate; it does not make up for everything at once. */
const MAX_AT_ONCE = 100;
const PATIENCE_MS = 30_000;

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
  /** Requests that have no answer yet. */
  waiting(): number;
  /** No more is sent; resolves when everything has its answer. */
  stop(): Promise<void>;
}

/** @param rate events a second */
export function startHttpLoad(url: string, rate: number, targetOf: (number: number) => Target): HttpLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const sent: Sent[] = [];
  const answers = new Set<Promise<void>>();
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
    const answer = post(url, agent, target, one).finally(() => answers.delete(answer));
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
    waiting: () => answers.size,
    async stop() {
      clearInterval(timer);
      await Promise.all(answers);
      agent.destroy();
    },
  };
}

/** Never rejects: what goes wrong stands in the ledger. */
function post(url: string, agent: Agent, target: Target, one: Sent): Promise<void> {
  const { orderingKey } = target;
  const text = JSON.stringify({
    ...{ type: 'order.created', dedup_id: `n${one.number}` },
    ...(orderingKey === undefined ? {} : { ordering_key: orderingKey }),
    payload: { number: one.number },
  });
  const headers = {
    ...{ 'x-api-key': target.key, 'content-type': 'application/json' },
    'content-length': String(Buffer.byteLength(text)),
  };
  return new Promise((resolve) => {
    const fail = (error: Error) => {
      one.problem ??= error.message;
      one.endedAt = Date.now();
      resolve();
    };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const outgoing = request(`${url}/api/events`, { method: 'POST', agent, headers, signal }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('error', fail);
      answer.on('end', () => {
        one.answeredAt = Date.now();
        one.endedAt = one.answeredAt;
        one.status = answer.statusCode ?? 0;
        if (one.status === 202) one.id = (JSON.parse(body) as { id?: string }).id;
        else one.problem = `${one.status} ${body.slice(0, 200)}`;
        resolve();
      });
    });
    outgoing.on('error', fail);
    outgoing.end(text);
  });
}

// What goes on behind a page: errors of its scripts, what its policy stopped, what it asked and whom.
import type { BrowserContext, ConsoleMessage, Request } from 'playwright-core';

/** A request of the page to the API. */
export interface ApiCall {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly body: string | null;
  /** Undefined until there is an answer. */
  status?: number;
}

export interface Seen {
  /** Errors and warnings of the console, and exceptions that nobody caught; but not the browser's own lines about answers of 400 and above. */
  readonly consoleErrors: string[];
  /** What the Content-Security-Policy stopped. */
  readonly policyViolations: string[];
  /** Requests without an answer, other than those that the page itself broke off. */
  readonly failedRequests: string[];
  /** Requests to another host. */
  readonly foreignRequests: string[];
  readonly apiCalls: ApiCall[];
}

const POLICY = /Content[- ]Security[- ]Policy/i;
const ANSWERED = /^Failed to load resource:/;

/** Watches all pages of a context from now on. */
export function watch(context: BrowserContext, origin: string): Seen {
  const seen: Seen = {
    consoleErrors: [],
    policyViolations: [],
    failedRequests: [],
    foreignRequests: [],
    apiCalls: [],
  };
  const calls = new Map<Request, ApiCall>();
  context.on('console', (message) => hear(seen, message));
  context.on('weberror', (error) => seen.consoleErrors.push(String(error.error().stack ?? error.error())));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'data:' || url.protocol === 'blob:') return;
    // Where the walk itself goes, as to a page that shows the portal in a frame, is not asked for by a page.
    const isVisit = request.isNavigationRequest() && request.frame().parentFrame() === null;
    if (url.origin !== origin) {
      if (!isVisit) seen.foreignRequests.push(request.url());
    } else if (url.pathname.startsWith('/api/')) {
      const { pathname: path, search: query } = url;
      const call: ApiCall = { method: request.method(), path, query, body: request.postData() };
      calls.set(request, call);
      seen.apiCalls.push(call);
    }
  });
  context.on('response', (response) => {
    const call = calls.get(response.request());
    if (call) call.status = response.status();
  });
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') seen.failedRequests.push(`${request.method()} ${request.url()} ${why}`);
  });
  return seen;
}

function hear(seen: Seen, message: ConsoleMessage): void {
  const text = message.text();
  if (POLICY.test(text)) seen.policyViolations.push(text);
  else if (['error', 'warning'].includes(message.type()) && !ANSWERED.test(text))
    seen.consoleErrors.push(`${message.type()}: ${text}`);
}

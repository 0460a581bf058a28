// A span as a receiver of traces has it, whatever it came in.

export interface SpanRef {
  readonly traceId: string;
  readonly spanId: string;
}

export interface CollectedSpan extends SpanRef {
  /** Empty for the root of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly service: string;
  readonly links: readonly SpanRef[];
  /** Milliseconds since the epoch, with a fraction. */
  readonly startMs: number;
  readonly endMs: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** Spans by trace, and the way from one to another. */
export class Traces {
  readonly spans: readonly CollectedSpan[];
  readonly #byTrace: ReadonlyMap<string, readonly CollectedSpan[]>;
  readonly #byId: ReadonlyMap<string, CollectedSpan>;

  constructor(spans: readonly CollectedSpan[]) {
    this.spans = spans;
    this.#byTrace = Map.groupBy(spans, ({ traceId }) => traceId);
    this.#byId = new Map(spans.map((span) => [keyOf(span), span]));
  }

  get all(): IterableIterator<readonly CollectedSpan[]> {
    return this.#byTrace.values();
  }

  of(traceId: string): readonly CollectedSpan[] {
    return this.#byTrace.get(traceId) ?? [];
  }

  find(ref: SpanRef): CollectedSpan | undefined {
    return this.#byId.get(keyOf(ref));
  }

  parentOf({ traceId, parentSpanId }: CollectedSpan): CollectedSpan | undefined {
    return parentSpanId === '' ? undefined : this.find({ traceId, spanId: parentSpanId });
  }

  /** The names from the root down to this span. */
  wayTo(span: CollectedSpan): string[] {
    const parent = this.parentOf(span);
    return parent ? [...this.wayTo(parent), span.name] : [span.name];
  }

  rootOf(span: CollectedSpan): CollectedSpan {
    const parent = this.parentOf(span);
    return parent ? this.rootOf(parent) : span;
  }
}

function keyOf({ traceId, spanId }: SpanRef): string {
  return `${traceId} ${spanId}`;
}

// Spans as back ends answer them: Jaeger in a form of its own, Tempo in that of OTLP. Pure.

export interface SpanRef {
  readonly traceId: string;
  readonly spanId: string;
}

export interface BackEndSpan extends SpanRef {
  /** Empty for the root of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly service: string;
  readonly links: readonly SpanRef[];
  /** Milliseconds since the epoch, with a fraction. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** @throws {TypeError} when it is the answer of neither */
export function readSpans(answer: unknown): BackEndSpan[] {
  const body = answer as JaegerAnswer & TempoAnswer;
  if (Array.isArray(body?.data)) return body.data.flatMap(readJaegerTrace);
  const batches = body?.batches ?? body?.resourceSpans ?? body?.trace?.resourceSpans;
  if (Array.isArray(batches)) return batches.flatMap(readBatch);
  throw new TypeError('the answer is neither of the form of Jaeger nor of that of Tempo');
}

type Value = string | number | boolean;

interface JaegerAnswer {
  data?: JaegerTrace[];
}

interface JaegerTrace {
  spans: {
    traceID: string;
    spanID: string;
    operationName: string;
    references?: { refType: string; traceID: string; spanID: string }[];
    /** Microseconds. */
    startTime: number;
    duration: number;
    tags?: { key: string; value: Value }[];
    processID: string;
  }[];
  processes: Record<string, { serviceName: string }>;
}

function readJaegerTrace({ spans, processes }: JaegerTrace): BackEndSpan[] {
  return spans.map(({ references = [], tags = [], ...span }) => {
    const attributes = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
    const parent = references.find(({ refType }) => refType === 'CHILD_OF');
    return {
      ...jaegerRef(span),
      parentSpanId: parent ? jaegerRef(parent).spanId : '',
      name: span.operationName,
      service: processes[span.processID]?.serviceName ?? '',
      // Jaeger makes references of OTLP's links.
      links: references.filter(({ refType }) => refType === 'FOLLOWS_FROM').map(jaegerRef),
      startMs: span.startTime / 1000,
      durationMs: span.duration / 1000,
      failed: attributes.error === true || attributes['otel.status_code'] === 'ERROR',
      attributes,
    };
  });
}

/** Jaeger leaves zeros in front away. */
function jaegerRef({ traceID, spanID }: { traceID: string; spanID: string }): SpanRef {
  return { traceId: traceID.padStart(32, '0'), spanId: spanID.padStart(16, '0') };
}

interface TempoAnswer {
  batches?: OtlpBatch[];
  resourceSpans?: OtlpBatch[];
  trace?: { resourceSpans?: OtlpBatch[] };
}

interface OtlpBatch {
  resource?: { attributes?: OtlpAttribute[] };
  scopeSpans?: { spans?: OtlpSpan[] }[];
}

interface OtlpSpan extends SpanRef {
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: OtlpAttribute[];
  links?: SpanRef[];
  status?: { code?: string | number };
}

interface OtlpAttribute {
  key: string;
  value?: { stringValue?: string; intValue?: string | number; doubleValue?: number; boolValue?: boolean };
}

function readBatch({ resource, scopeSpans = [] }: OtlpBatch): BackEndSpan[] {
  const service = String(readAttributes(resource?.attributes)['service.name'] ?? '');
  return scopeSpans.flatMap(({ spans = [] }) => spans).map((span) => readOtlpSpan(span, service));
}

function readOtlpSpan(span: OtlpSpan, service: string): BackEndSpan {
  const { name, parentSpanId = '', links = [], status } = span;
  const startMs = Number(span.startTimeUnixNano) / 1e6;
  return {
    ...otlpRef(span),
    parentSpanId: parentSpanId === '' ? '' : hexOf(parentSpanId, 16),
    ...{ name, service, startMs },
    links: links.map(otlpRef),
    durationMs: Number(span.endTimeUnixNano) / 1e6 - startMs,
    failed: status?.code === 2 || status?.code === 'STATUS_CODE_ERROR',
    attributes: readAttributes(span.attributes),
  };
}

function otlpRef({ traceId, spanId }: SpanRef): SpanRef {
  return { traceId: hexOf(traceId, 32), spanId: hexOf(spanId, 16) };
}

/** OTLP's own JSON has ids in hexadecimal; that of protobuf, which Tempo answers, has them in base64. */
function hexOf(id: string, digits: number): string {
  if (id.length === digits && /^[0-9a-f]+$/i.test(id)) return id.toLowerCase();
  return Buffer.from(id, 'base64').toString('hex');
}

function readAttributes(attributes: readonly OtlpAttribute[] = []): Record<string, Value> {
  return Object.fromEntries(
    attributes.flatMap(({ key, value = {} }) => {
      const { stringValue, intValue, doubleValue, boolValue } = value;
      const number = intValue ?? doubleValue;
      const known = stringValue ?? boolValue ?? (number === undefined ? undefined : Number(number));
      return known === undefined ? [] : [[key, known]];
    }),
  );
}

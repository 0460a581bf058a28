/**
 * Where a trace is to be seen.
 * @param template with `{trace_id}` in place of the id, as GET /api/sessions/current gives it
 */
export function traceLink(template: string | null | undefined, traceId: string): string | undefined {
  // The id may have come from a trace of another system: only what is one goes into a link (W3C Trace Context, section 3.2.2.3).
  if (!template || !/^[0-9a-f]{32}$/.test(traceId)) return undefined;
  return template.replaceAll('{trace_id}', traceId);
}

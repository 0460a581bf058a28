// Which metrics a PromQL expression asks for. Good enough for expressions as they stand in this repository: a parser of
// PromQL would be another dependency, and Prometheus itself has the last word on the syntax.

const KEYWORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);
/** Labels stand in their brackets. */
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;

export function metricNames(expr: string): string[] {
  const bare = expr
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(GROUPING, ' ')
    // A duration after `offset`.
    .replaceAll(/\b\d+[smhdwy]\b/g, ' ');
  const names = [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w|:|\s*\()/g)].map(([name]) => name);
  return [...new Set(names)].filter((name) => !KEYWORDS.has(name.toLowerCase()) && !isFunction(bare, name));
}

function isFunction(bare: string, name: string): boolean {
  return new RegExp(`(?<![\\w:])${name}\\s*\\(`).test(bare);
}

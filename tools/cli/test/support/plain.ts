// What a command printed, without what is another at every run: ids, times, figures.

const ANY: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'TIME'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'ID'],
  [/\b00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]\b/g, 'TRACEPARENT'],
  [/\b[0-9a-f]{32}\b/g, 'TRACE'],
  [/\b\d{4}-\d{2}-\d{2}\b/g, 'DAY'],
  // Of the demo: which of its two organizations, and the name of its run.
  [/Demo (one|two) [0-9a-f]{8}/g, 'DEMO'],
  [/\b[0-9a-f]{8}-\d+\b/g, 'DEDUP'],
  [/(wake-up|dead letter, \w+) of [0-9a-f]{8}\b/g, '$1 of DELIVERY'],
  [/\bgithub\.[\w.-]+/g, 'TYPE'],
  [/npm start in \S+/g, 'npm start in DIRECTORY'],
  [/\b\d+(\.\d+)? (B|KB|MB)\b/g, 'SIZE'],
  [/(?<=\s)(-|\d+(\.\d+)? (s|min|h))$/gm, 'SPAN'],
  [/\bin (\d+(\.\d+)? (s|min|h))$/gm, 'in SPAN'],
  [/\b\d+(\.\d+)?\b/g, 'N'],
  [/ {2,}/g, '  '],
];

/** Two runs of a command give the same text when what they say is the same. */
export function plain(text: string): string {
  return ANY.reduce((rest, [pattern, word]) => rest.replace(pattern, word), text);
}

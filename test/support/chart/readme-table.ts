// The table of the chart's values, made from values.yaml: each value with the comment above it and its default.
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';

interface Row {
  readonly path: string;
  readonly about: string;
  readonly value: string;
}

type Entry = Pair<unknown, unknown>;

/**
 * @param valuesYaml the text of values.yaml
 * @throws when a value has no comment
 */
export function valuesTable(valuesYaml: string): string {
  const { contents } = parseDocument(valuesYaml);
  if (!isMap(contents)) throw new Error('values.yaml is not a map');
  const rows = rowsOf(contents, '').map(({ path, about, value }) => `| \`${path}\` | ${about} | ${value} |`);
  return ['| value | what it is | default |', '|---|---|---|', ...rows].join('\n');
}

function rowsOf(map: YAMLMap, prefix: string): Row[] {
  return map.items.flatMap((item, index) => {
    const path = `${prefix}${keyOf(item)}`;
    // The comment above the first entry is the map's own, to the parser.
    const about = commentOf(item) ?? (index === 0 ? clean(map.commentBefore) : undefined);
    const { value } = item;
    if (isMap(value) && !value.flow && hasComments(value)) {
      const children = rowsOf(value, `${path}.`);
      return about ? [{ path, about, value: '' }, ...children] : children;
    }
    if (!about) throw new Error(`values.yaml: nothing is said above ${path}`);
    const plain = isMap(value) || !isScalar(value) ? (value as YAMLMap).toJSON() : value.value;
    return [
      {
        path,
        about,
        value: `\`${typeof plain === 'string' && plain !== '' ? plain : JSON.stringify(plain)}\``,
      },
    ];
  });
}

function keyOf(item: Entry): string {
  return String(isScalar(item.key) ? item.key.value : item.key);
}

function hasComments(map: YAMLMap): boolean {
  const isAbout = (item: Entry) =>
    commentOf(item) !== undefined || (isMap(item.value) && !item.value.flow && hasComments(item.value));
  return clean(map.commentBefore) !== undefined || map.items.some(isAbout);
}

function commentOf(item: Entry): string | undefined {
  return isScalar(item.key) ? clean(item.key.commentBefore) : undefined;
}

function clean(comment: string | null | undefined): string | undefined {
  // What is above an empty line is said of the whole file.
  const own = comment?.split(/\n\s*\n/).at(-1);
  return (
    own
      ?.replaceAll(/\s*\n\s*/g, ' ')
      .trim()
      .replaceAll('|', '\\|') || undefined
  );
}

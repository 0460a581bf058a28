// How a page that embeds the portal may make it look: a few variables in the query of its link, each checked, none of them a URL or
// free text.

/** `#rgb` or `#rrggbb`. */
const COLOR = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;
/** WCAG 2.2, success criterion 1.4.3. */
const READABLE = 4.5;

export interface PortalTheme {
  /** CSS custom properties with their values. */
  readonly properties: Readonly<Record<string, string>>;
  readonly scheme: 'light' | 'dark' | undefined;
}

/**
 * The theme of a link's query: `accent`, `background`, `surface`, `text` (colours), `radius` (0 to 24 pixels), `font-size` (12 to
 * 20 pixels), `scheme` (`light` or `dark`). What is not valid is left out. So are `text` and `background` when nobody could read the one
 * on the other.
 */
export function readTheme(query: URLSearchParams): PortalTheme {
  const color = (name: string) => COLOR.exec(query.get(name) ?? '')?.[0].toLowerCase();
  const pixels = (name: string, least: number, most: number) => {
    const text = query.get(name) ?? '';
    const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? `${value}px` : undefined;
  };
  const [accent, surface] = [color('accent'), color('surface')];
  const [text, background] = [color('text'), color('background')];
  const areReadable =
    text !== undefined && [background, surface ?? background].every((behind) => isReadable(text, behind));
  const wanted = {
    '--accent': accent,
    '--on-accent': accent === undefined ? undefined : textOn(accent),
    '--background': areReadable ? background : undefined,
    '--surface': areReadable ? surface : undefined,
    '--text': areReadable ? text : undefined,
    '--radius': pixels('radius', 0, 24),
    '--font-size': pixels('font-size', 12, 20),
  };
  const scheme = query.get('scheme');
  return {
    properties: Object.fromEntries(
      Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    scheme: scheme === 'light' || scheme === 'dark' ? scheme : undefined,
  };
}

function isReadable(text: string, behind: string | undefined): boolean {
  return behind !== undefined && contrast(text, behind) >= READABLE;
}

/** Black or white, whichever is easier to read on it. */
export function textOn(color: string): string {
  return contrast('#000000', color) >= contrast('#ffffff', color) ? '#000000' : '#ffffff';
}

/** WCAG 2.2's contrast ratio, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2's relative luminance. */
function luminance(color: string): number {
  const digits = color.slice(1);
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

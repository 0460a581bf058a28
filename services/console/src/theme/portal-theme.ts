// How a page that embeds the portal may make it look: a few variables in the query of its link, each checked, none of them a URL or
// free text.

/** `#rgb` or `#rrggbb`. */
const COLOR = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;
/** WCAG 2.2, success criterion 1.4.3. */
const READABLE = 4.5;
/** The same, 1.4.11: the edge of a field. */
const VISIBLE = 3;
/** What styles/base.css has in light and dark pages: what texts stand on, and the colours that some of them are written in. */
export const SCHEMES = {
  light: { surface: '#ffffff', written: ['#0a6b35', '#a8071a', '#7a4b00'] },
  dark: { surface: '#171c22', written: ['#6fd49a', '#ff9d9d', '#f0c26b'] },
} as const;
/** How much of the background is in a text of lesser weight, the most first. */
const SHARES = [0.35, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05];

export interface PortalTheme {
  /** CSS custom properties with their values. */
  readonly properties: Readonly<Record<string, string>>;
  readonly scheme: 'light' | 'dark' | undefined;
}

/**
 * The theme of a link's query: `accent`, `background`, `surface`, `text` (colours), `radius` (0 to 24 pixels), `font-size` (12 to
 * 20 pixels), `scheme` (`light` or `dark`). What is not valid is left out. So are `text`, `background` and `surface` when somebody could
 * not read what is written on them. With colours of its own a page is light or dark as its background is, whatever `scheme` says: the
 * colours that no theme sets must fit it.
 */
export function readTheme(query: URLSearchParams): PortalTheme {
  const color = (name: string) => COLOR.exec(query.get(name) ?? '')?.[0].toLowerCase();
  const pixels = (name: string, least: number, most: number) => {
    const text = query.get(name) ?? '';
    const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? `${value}px` : undefined;
  };
  const accent = color('accent');
  const own = ownColors(color('text'), color('background'), color('surface'));
  const wanted = {
    '--accent': accent,
    '--on-accent': accent === undefined ? undefined : textOn(accent),
    ...own?.properties,
    '--radius': pixels('radius', 0, 24),
    '--font-size': pixels('font-size', 12, 20),
  };
  const scheme = own?.scheme ?? query.get('scheme');
  return {
    properties: Object.fromEntries(
      Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    scheme: scheme === 'light' || scheme === 'dark' ? scheme : undefined,
  };
}

/** The colours of a page that brings its own, with those that follow from them; undefined when it brings none that can be read. */
function ownColors(text: string | undefined, background: string | undefined, surface: string | undefined) {
  if (text === undefined || background === undefined) return undefined;
  const scheme = textOn(background) === '#000000' ? 'light' : 'dark';
  const { surface: usual, written } = SCHEMES[scheme];
  const behind = [background, surface ?? usual];
  const isOn = (color: string, least: number) => behind.every((area) => contrast(color, area) >= least);
  if (![text, ...written].every((color) => isOn(color, READABLE))) return undefined;
  const mixed = SHARES.map((share) => mix(text, background, share));
  return {
    scheme,
    properties: {
      '--background': background,
      '--surface': surface,
      '--text': text,
      '--quiet': mixed.find((color) => isOn(color, READABLE)) ?? text,
      '--field': mixed.find((color) => isOn(color, VISIBLE)) ?? text,
    },
  };
}

/** Two colours as one. @param share how much of it is the other, 0 to 1 */
function mix(one: string, other: string, share: number): string {
  const [a, b] = [channels(one), channels(other)];
  const parts = a.map((value, i) => Math.round(value * (1 - share) + (b[i] ?? 0) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
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

/** Red, green and blue, 0 to 255. */
function channels(color: string): readonly number[] {
  const digits = color.slice(1);
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  return pairs.map((pair) => Number.parseInt(pair, 16));
}

/** WCAG 2.2's relative luminance. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

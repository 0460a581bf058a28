// How a portal's link may make the console look: what services/console/src/theme/portal-theme.ts takes, as the members of a request and
// as the query of the link. Colours and numbers alone: no text that a page would print, and nothing that it would load.
import Type, { type Static } from 'typebox';

const Color = (description: string) =>
  Type.Optional(Type.String({ pattern: '^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$', maxLength: 7, description }));

const READABLE = 'left out unless the contrast of text to it is at least 4.5 (WCAG 2.2, 1.4.3)';

export const PortalTheme = Type.Object(
  {
    accent: Color('the colour of links and buttons, `#rgb` or `#rrggbb`'),
    background: Color(`the colour of the page; ${READABLE}`),
    surface: Color(`the colour of what stands on it; ${READABLE}`),
    text: Color('the colour of texts; left out without `background`'),
    radius: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 24, description: 'how round corners are, in pixels' }),
    ),
    font_size: Type.Optional(
      Type.Integer({ minimum: 12, maximum: 20, description: 'how large texts are, in pixels' }),
    ),
    scheme: Type.Optional(Type.Enum(['light', 'dark'], { description: "without it the viewer's own" })),
  },
  { additionalProperties: false, description: 'how the console looks; what is not named looks as it does' },
);

/** The query of a link with this theme: with a `?`, or nothing. */
export function themeQuery(theme: Static<typeof PortalTheme>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(theme)) query.set(name.replace('_', '-'), String(value));
  return query.size === 0 ? '' : `?${query}`;
}

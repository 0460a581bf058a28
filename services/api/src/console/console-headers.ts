// What browsers are told about the console's pages. They need nothing from anywhere else, so they may load nothing else.

const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/**
 * The headers of a page (CSP Level 3; the Referrer Policy, since the portal's links carry a token).
 * @param frameOrigins whose pages may show it in a frame
 */
export function consoleHeaders(frameOrigins: readonly string[]): Readonly<Record<string, string>> {
  const mayFrame = frameOrigins.length > 0;
  const ancestors = mayFrame ? frameOrigins.join(' ') : "'none'";
  const policy = Object.entries({ ...POLICY, 'frame-ancestors': ancestors });
  return {
    'content-security-policy': policy.map(([name, value]) => `${name} ${value}`).join('; '),
    // For browsers that do not know frame-ancestors. It has no list of origins.
    ...(mayFrame ? {} : { 'x-frame-options': 'DENY' }),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}

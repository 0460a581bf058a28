import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { contrast, readTheme, SCHEMES, textOn } from './portal-theme.ts';

const theme = (query: string) => readTheme(new URLSearchParams(query));

test('a theme becomes custom properties', () => {
  assert.deepEqual(
    theme('accent=%230A7&background=%23ffffff&text=%23111&radius=12&font-size=16&scheme=light'),
    {
      properties: {
        '--accent': '#0a7',
        '--on-accent': '#000000',
        '--background': '#ffffff',
        '--text': '#111',
        '--quiet': '#646464',
        '--field': '#646464',
        '--radius': '12px',
        '--font-size': '16px',
      },
      scheme: 'light',
    },
  );
});

test('nothing but colours and sizes gets in', () => {
  for (const value of ['red', 'url(x)', '#12', '#12345', '#fff;}', 'var(--x)', 'expression(1)', ''])
    assert.deepEqual(
      theme(new URLSearchParams({ accent: value, scheme: value }).toString()).properties,
      {},
      value,
    );
  for (const value of ['25', '-1', '1e1', '5px', '1.5'])
    assert.deepEqual(theme(new URLSearchParams({ radius: value }).toString()).properties, {}, value);
  assert.deepEqual(theme('font-size=11&--text=%23000'), { properties: {}, scheme: undefined });
});

test('a text that nobody could read is not taken', () => {
  assert.deepEqual(theme('text=%23777&background=%23888').properties, {});
  assert.deepEqual(theme('text=%23000').properties, {});
  assert.deepEqual(theme('text=%23000&background=%23fff&surface=%23222').properties, {});
  // White can be read on it, the red of an error cannot.
  assert.deepEqual(theme('text=%23fff&background=%23707070').properties, {});
});

test('a page with its own colours is light or dark as its background is, and all that is written on it can be read', () => {
  for (const [text, background, scheme] of [
    ['#000', '#fff', 'light'],
    ['#595959', '#f4f4f4', 'light'],
    ['#fff', '#000', 'dark'],
    ['#cccccc', '#101820', 'dark'],
  ] as const) {
    const other = scheme === 'light' ? 'dark' : 'light';
    const found = readTheme(new URLSearchParams({ text, background, scheme: other }));
    assert.equal(found.scheme, scheme);
    assert.ok(contrast(found.properties['--quiet'] ?? '', background) >= 4.5, `${text} on ${background}`);
    assert.ok(contrast(found.properties['--field'] ?? '', background) >= 3);
  }
});

test('the colours that a theme leaves as they are are those of the page', () => {
  const css = readFileSync(join(import.meta.dirname, '..', 'styles', 'base.css'), 'utf8');
  const pair = (name: string) =>
    new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)?.slice(1) ?? [];
  const names = ['good', 'bad', 'waiting'];
  assert.deepEqual([SCHEMES.light.surface, SCHEMES.dark.surface], pair('surface'));
  assert.deepEqual(
    names.map((_, i) => [SCHEMES.light.written[i], SCHEMES.dark.written[i]]),
    names.map(pair),
  );
});

test('contrast is that of WCAG', () => {
  assert.equal(contrast('#000', '#ffffff'), 21);
  assert.equal(contrast('#fff', '#fff'), 1);
  assert.equal(textOn('#ffff00'), '#000000');
  assert.equal(textOn('#00008b'), '#ffffff');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, readTheme, textOn } from './portal-theme.ts';

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
});

test('contrast is that of WCAG', () => {
  assert.equal(contrast('#000', '#ffffff'), 21);
  assert.equal(contrast('#fff', '#fff'), 1);
  assert.equal(textOn('#ffff00'), '#000000');
  assert.equal(textOn('#00008b'), '#ffffff');
});

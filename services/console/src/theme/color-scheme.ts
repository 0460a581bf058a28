// Light or dark: as the system has it, or as the viewer has chosen.
import { readStored, writeStored } from './stored-text.ts';

export type ColorScheme = 'system' | 'light' | 'dark';

const NAME = 'hopline-color-scheme';

export function storedScheme(): ColorScheme {
  const stored = readStored('local', NAME);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function setScheme(root: HTMLElement, scheme: ColorScheme): void {
  writeStored('local', NAME, scheme === 'system' ? undefined : scheme);
  showScheme(root, scheme);
}

export function showScheme(root: HTMLElement, scheme: ColorScheme): void {
  if (scheme === 'system') delete root.dataset.scheme;
  else root.dataset.scheme = scheme;
}

import type { PortalTheme } from './portal-theme.ts';

/** Puts a theme on the page. By the style object, which the Content-Security-Policy lets scripts use; it lets no style attribute stand. */
export function applyTheme(root: HTMLElement, { properties, scheme }: PortalTheme): void {
  for (const [name, value] of Object.entries(properties)) root.style.setProperty(name, value);
  if (scheme !== undefined) root.dataset.scheme = scheme;
}

/** Whether the page has colours of its own, which are either light or dark. */
export function hasOwnColors(root: HTMLElement): boolean {
  return root.style.getPropertyValue('--background') !== '';
}

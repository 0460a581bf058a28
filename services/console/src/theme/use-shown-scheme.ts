import { useSyncExternalStore } from 'react';

const DARK = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const system = window.matchMedia(DARK);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-scheme'] });
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}

function shown(): string {
  return document.documentElement.dataset.scheme ?? (window.matchMedia(DARK).matches ? 'dark' : 'light');
}

/** Whether the page is dark or light at the moment. */
export function useShownScheme(): string {
  return useSyncExternalStore(subscribe, shown);
}

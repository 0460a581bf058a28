import type { ReactNode } from 'react';
import { Page } from '../parts/page.tsx';

/** A view that whoever is signed in may not see, though there is a link to it. */
export function NotAllowed({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Page title={title}>
      <div className="notice">{children}</div>
    </Page>
  );
}

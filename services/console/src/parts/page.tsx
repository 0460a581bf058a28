import { type ReactNode, useEffect, useRef } from 'react';
import { useApiAccess } from '../api/api-context.tsx';

interface PageProps {
  readonly title: string;
  /** A sentence under the heading. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

// The first page is where the browser itself puts the focus.
let isFirstPage = true;

/** A view: its heading, which has the focus after navigation, so that screen readers say where they are. */
export function Page({ title, lead, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // To a customer these are pages of whoever gave them the link.
  const isPortal = useApiAccess().credentials.portalToken !== undefined;
  useEffect(() => {
    document.title = isPortal ? title : `${title} · Hopline`;
  }, [title, isPortal]);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus();
    isFirstPage = false;
  }, []);
  return (
    <>
      <header className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p className="lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

import type { ReactNode } from 'react';

interface TableBoxProps {
  /** What the table shows; no other one of the page has the same. */
  readonly label: string;
  readonly children: ReactNode;
}

/** Around a table without links or buttons, which may be wider than the page: it scrolls by the keyboard too. */
export function TableBox({ label, children }: TableBoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by the keyboard
    <section className="table-box" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}

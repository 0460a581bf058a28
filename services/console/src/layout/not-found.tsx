import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../parts/page.tsx';

export function NotFound(): ReactNode {
  return (
    <Page title="There is no such page">
      <p>
        Check the link, or begin at the <Link to="/">overview</Link>.
      </p>
    </Page>
  );
}

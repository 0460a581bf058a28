import { Link } from '@tanstack/react-router';
import { Page } from '../parts/page.tsx';

export function NotFound() {
  return (
    <Page title="There is no such page">
      <p>
        Check the link, or begin at the <Link to="/">overview</Link>.
      </p>
    </Page>
  );
}

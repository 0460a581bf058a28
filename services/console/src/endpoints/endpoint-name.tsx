import { Link } from '@tanstack/react-router';
import { useEndpoints } from './use-endpoints.ts';

/** An endpoint by its URL, with the link to it; one that was deleted by its id. */
export function EndpointName({ id }: { readonly id: string }) {
  const { data } = useEndpoints();
  const found = data?.find((endpoint) => endpoint.id === id);
  if (!found) return <code title="not among the endpoints, as when it was deleted">{id}</code>;
  return (
    <Link to="/endpoints/$endpointId" params={{ endpointId: id }}>
      {found.url}
    </Link>
  );
}

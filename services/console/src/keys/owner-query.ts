/** The query that says whose keys a request is about: of the administrator alone. */
export function ownerQuery(owner: string | undefined): { organization_id?: string } {
  return owner === undefined ? {} : { organization_id: owner };
}

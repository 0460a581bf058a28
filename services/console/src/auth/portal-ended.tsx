/** A link of the portal that is no longer good, or none at all. */
export function PortalEnded() {
  return (
    <main className="alone">
      <h1>This link has ended</h1>
      <p>
        Links to this page are good for a short time. Go back to where you came from and open it from there
        again.
      </p>
    </main>
  );
}

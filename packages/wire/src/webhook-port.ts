// Ports that webhooks may use: 443 and, since many receivers stand behind another one, those of ordinary programs. A port
// below 1024 belongs to a service of the system, such as mail or remote login.
const FIRST_FREE_PORT = 1024;

// Higher ports that browsers refuse as well, because what listens there takes lines of text for commands (Fetch, "bad
// port", https://fetch.spec.whatwg.org/#port-blocking).
const BAD_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10_080,
]);

/** @param port as a parsed https URL has it: empty for 443 */
export function isWebhookPort(port: string): boolean {
  if (port === '') return true;
  return Number(port) >= FIRST_FREE_PORT && !BAD_PORTS.has(Number(port));
}

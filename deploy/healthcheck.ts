// For HEALTHCHECK, in an image without curl: 0 when the service in this container answers 2xx, else 1, and says why.
const path = process.argv[2] ?? '/readyz';
const { PORT = '8080' } = process.env;
const url = `http://127.0.0.1:${PORT}${path}`;

try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2500) });
  console.log((await answer.text()).trim());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.log(`${url}: ${(error as Error).message}`);
  process.exitCode = 1;
}

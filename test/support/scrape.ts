// What Prometheus reads from a service, over HTTP.

export interface Series {
  /** As it stands there: the name, and the labels in braces. */
  readonly series: string;
  readonly value: number;
  /** What follows the value: `{trace_id="…"} 0.3 1790000000.5`. */
  readonly exemplar: string | undefined;
}

/** @param url of the service, without a path */
export async function scrape(url: string): Promise<Series[]> {
  const response = await fetch(`${url}/metrics`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [measured = '', exemplar] = line.split(' # ', 2);
      const space = measured.lastIndexOf(' ');
      return { series: measured.slice(0, space), value: Number(measured.slice(space + 1)), exemplar };
    });
}

/** The value of one series, such as `things_total{kind="a"}`; undefined when it is not there. */
export async function readMetric(url: string, series: string): Promise<number | undefined> {
  return (await scrape(url)).find((one) => one.series === series)?.value;
}

/** Reads several of them at once. */
export async function readMetrics(url: string, names: readonly string[]): Promise<(number | undefined)[]> {
  const found = new Map((await scrape(url)).map(({ series, value }) => [series, value]));
  return names.map((name) => found.get(name));
}

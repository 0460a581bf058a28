// What tools beside `npm start` must know of the services' settings, so that they look for the same topics at the same place.

const SHARED =
  /^(TOPIC_PREFIX|RETRY_LADDER|\w+_PARTITIONS|REPLICATION_FACTOR|MIN_INSYNC_REPLICAS|EVENT_RETENTION|KAFKA_TLS\w*|KAFKA_SASL_(MECHANISM|USERNAME)|SCHEMA_REGISTRY_URL|OTEL_EXPORTER_OTLP_(TRACES_)?ENDPOINT)$/;

/** Those of the environment that are theirs too; no password is among them, as all of it is printed by `--json`. */
export function sharedSettings(env: NodeJS.ProcessEnv): Record<string, string> {
  const shared: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (SHARED.test(name) && value && !URL.parse(value)?.password) shared[name] = value;
  }
  return shared;
}

// Wake-ups of a release that is newer than this process, or whose schema goes by a registry's id: Postgres has every
// schema. Handlers of records never wait, so such a record is read again when the answer is there.
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import type { SchemaReference } from '@hopline/wire/errors';
import type { FoundSchema } from '@hopline/wire/learn-schemas';
import type { WakeUp } from '@hopline/wire/wake-up';

/** For how long a schema that Postgres does not know is not asked for again. */
const ABSENT_MS = 10_000;
/** Anybody who may write to the topic can name any number of schemas. */
const MAX_ABSENT = 1000;

export interface SchemaLookUpDeps {
  readonly codec: Pick<AvroCodec<WakeUp>, 'learn'>;
  /** Those of the schemas that are stored. */
  readonly findSchemas: (references: SchemaReference[]) => Promise<FoundSchema[]>;
  readonly log: Logger;
}

export class SchemaLookUps {
  readonly #deps: SchemaLookUpDeps;
  readonly #asking = new Set<string>();
  /** Until when a schema counts as known to nobody, by `performance.now()`. */
  readonly #absentUntil = new Map<string, number>();

  constructor(deps: SchemaLookUpDeps) {
    this.#deps = deps;
  }

  /** Whether a record of this schema, which the codec does not know, may become readable soon: it is asked for. */
  awaits(reference: SchemaReference): boolean {
    const key = `${reference.kind} ${reference.value}`;
    if ((this.#absentUntil.get(key) ?? 0) > performance.now()) return false;
    if (!this.#asking.has(key)) {
      this.#asking.add(key);
      void this.#ask(reference, key).finally(() => this.#asking.delete(key));
    }
    return true;
  }

  async #ask(reference: SchemaReference, key: string): Promise<void> {
    const { findSchemas, log } = this.#deps;
    try {
      const [found] = await findSchemas([reference]);
      if (found && this.#learn(found)) return;
      if (this.#absentUntil.size >= MAX_ABSENT) this.#absentUntil.clear();
      this.#absentUntil.set(key, performance.now() + ABSENT_MS);
    } catch (error) {
      // The record is read again, and then it is asked for again.
      log.warn({ schema: key, problem: describeError(error) }, 'schema.not_looked_up');
    }
  }

  /** False when it is the schema of something else. */
  #learn({ reference, schema }: FoundSchema): boolean {
    try {
      this.#deps.codec.learn(reference, schema);
      return true;
    } catch {
      return false;
    }
  }
}

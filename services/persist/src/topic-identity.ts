// Which incarnation of the events topic is being read. A topic that was deleted and made anew has another id, and its
// offsets begin again: progress and ledger are kept by the id.
import type { KafkaAdmin } from '@hopline/kafka/port';

export interface TopicIdentity {
  /** @throws when Kafka cannot be asked; asking again is fine */
  current(): Promise<string>;
  /** Forgets what was known: partitions were assigned anew. */
  forget(): void;
}

export function createTopicIdentity(topic: string, connect: () => Promise<KafkaAdmin>): TopicIdentity {
  let known: Promise<string> | undefined;

  async function ask(): Promise<string> {
    await using admin = await connect();
    const [description] = await admin.describe([topic]);
    if (!description) throw new Error(`Kafka did not describe ${topic}`);
    return description.topicId;
  }

  return {
    current() {
      if (!known) {
        const asked = ask();
        known = asked;
        // A failure is not kept.
        asked.catch(() => {
          if (known === asked) known = undefined;
        });
      }
      return known;
    },
    forget() {
      known = undefined;
    },
  };
}

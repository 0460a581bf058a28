// A consumer of kafkajs 2.2.4 that begins anew joins its group as a new member. When the broker went away without a
// goodbye, the group still has the old one and waits for it until its session ends, 30 s in which nobody reads. The
// one that takes its place in this process therefore says that it is the same member.
import type { KafkajsInternals } from './kafkajs-internals.ts';

/** The member to join as, by the assigner of a consumer: the one object of ours that reaches the group. */
const membersToContinue = new WeakMap<object, string>();

/** The consumer with this assigner will join as this member; when the group does not know it any more, as a new one. */
export function continueMember(assigner: object, memberId: string): void {
  membersToContinue.set(assigner, memberId);
}

/** Makes `continueMember` work, in every consumer of this process. */
export function overrideMember({ ConsumerGroup }: Pick<KafkajsInternals, 'ConsumerGroup'>): void {
  const group = ConsumerGroup.prototype;
  const joinAndSync = group.joinAndSync;
  group.joinAndSync = function joinAsMember() {
    for (const assigner of this.assigners) {
      const memberId = membersToContinue.get(assigner);
      // Once: kafkajs forgets the id when the group refuses it, and must then get a new one.
      membersToContinue.delete(assigner);
      if (memberId !== undefined) this.memberId ??= memberId;
    }
    return joinAndSync.call(this);
  };
}

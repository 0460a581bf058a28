// The lag of each hop and rung as lines of a chart. Pure.
import type { Group } from '../api/shapes.ts';
import type { Line } from '../parts/chart.tsx';
import type { LagMessage } from './lag-message.ts';

type Topic = Group['topics'][number];
/** In records, and how long the oldest of them has been due. */
type Figure = 'lag' | 'late_ms';

const COLORS = ['--accent', '--good', '--waiting', '--bad', '--quiet'] as const;

/** One line for each hop and rung that the newest message knows, in its order; a gap where Kafka did not say. */
export function linesOfLag(messages: readonly LagMessage[], figure: Figure): readonly Line[] {
  const known = messages.findLast(({ groups }) => groups !== null)?.groups ?? [];
  const shown = known.flatMap(({ group, topics }) => topics.map((topic) => ({ group, topic })));
  return shown.map(({ group, topic }, i) => ({
    name: nameOf(group, topic),
    color: COLORS[i % COLORS.length] ?? '--accent',
    // As many as there are colours look different already.
    isDashed: i >= COLORS.length,
    values: messages.map(({ groups }) => find(groups, group, topic.topic)?.[figure] ?? null),
  }));
}

/** `persist`, `deliver`, `rung 5m`: without the prefix that all of an installation have. */
function nameOf(group: string, { topic, delay_ms: delay }: Topic): string {
  const last = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  return delay > 0 ? `rung ${last(topic)}` : last(group);
}

function find(groups: LagMessage['groups'], group: string, topic: string): Topic | undefined {
  return groups?.find((one) => one.group === group)?.topics.find(({ topic: name }) => name === topic);
}

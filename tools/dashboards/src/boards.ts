// All dashboards, and what they are as files.
import { deliveryBoard } from './boards/delivery.ts';
import { ingestBoard } from './boards/ingest.ts';
import { overviewBoard } from './boards/overview.ts';
import { pipelineBoard } from './boards/pipeline.ts';
import { storesBoard } from './boards/stores.ts';
import type { BoardSpec } from './panel-spec.ts';
import { toGrafana } from './to-grafana.ts';

export const BOARDS: readonly BoardSpec[] = [
  overviewBoard,
  ingestBoard,
  pipelineBoard,
  deliveryBoard,
  storesBoard,
];

/** The text of each file of deploy/grafana/dashboards, by its name. */
export function renderBoards(): Map<string, string> {
  return new Map(
    BOARDS.map((board) => [`${board.name}.json`, `${JSON.stringify(toGrafana(board), inSight, 2)}\n`]),
  );
}

/** The SDK puts every link away into a menu; without its place Grafana shows it. */
function inSight(key: string, value: unknown): unknown {
  return key === 'placement' && value === 'inControlsMenu' ? undefined : value;
}

// The broker goes away and comes back.
import type { Scenario } from '../scenario.ts';

const BEFORE = 500;
const PAUSE_MS = 20_000;

export const broker: readonly Scenario[] = [
  {
    name: 'broker-restart',
    about: 'the broker is stopped and started',
    mayEnd: true,
    async run(stage) {
      const { node } = stage.servers.kafka;
      await stage.passed(BEFORE);
      await stage.outage({ begin: () => node.stop(), end: () => node.start() });
      await stage.healed();
      return [];
    },
  },
  {
    name: 'broker-kill',
    about: 'kill -9 of the broker, then a start',
    mayEnd: true,
    async run(stage) {
      const { node } = stage.servers.kafka;
      await stage.passed(BEFORE);
      await stage.outage({ begin: () => node.kill(), end: () => node.start() });
      await stage.healed();
      return [];
    },
  },
  {
    name: 'broker-pause',
    about: 'SIGSTOP of the broker for 20 s',
    mayEnd: true,
    async run(stage) {
      const { node } = stage.servers.kafka;
      await stage.passed(BEFORE);
      await stage.outage({ begin: () => node.pause(), lastsMs: PAUSE_MS, end: () => node.resume() });
      await stage.healed();
      return [];
    },
  },
];

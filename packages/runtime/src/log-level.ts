/** A log whose level can be changed; pino's logger fits. */
export interface LeveledLog {
  level: string;
  info(fields: object, message: string): void;
}

/**
 * Turns debug lines on, or off again when they are on: `kill -USR2 <pid>`. A signal asks for no port, no token and no
 * restart, and only who may stop the process anyway can send it. Windows has no such signal.
 */
export function debugOnSignal(log: LeveledLog): void {
  if (process.platform === 'win32') return;
  const level = log.level === 'debug' ? 'info' : log.level;
  process.on('SIGUSR2', () => toggleDebug(log, level));
}

/** @param level what holds while debug lines are off */
export function toggleDebug(log: LeveledLog, level: string): void {
  const from = log.level;
  const to = from === 'debug' ? level : 'debug';
  log.level = 'debug';
  // Told while every level is let through.
  log.info({ from, to }, 'log_level.changed');
  log.level = to;
}

import { LifecycleError } from './errors.ts';

/**
 * A part of a process that runs for long. `start` resolves when it is ready; `stop` when it has truly ended. Both may
 * be called again, and `stop` also before or during `start`. `stop` drains until `deadline` aborts, then cuts short.
 */
export interface Component {
  readonly name: string;
  start(): Promise<void>;
  stop(deadline: AbortSignal): Promise<void>;
  /** Rejects when the component can no longer do its work and the process should be replaced. Never resolves. */
  readonly failed?: Promise<never>;
}

/** Makes one component of several: they start in order; when one fails, those already started are stopped again. */
export function inOrder(name: string, components: readonly Component[]): Component {
  const started: Component[] = [];
  let stopping = false;

  async function stop(deadline: AbortSignal): Promise<void> {
    stopping = true;
    const problems: unknown[] = [];
    for (let component = started.pop(); component; component = started.pop()) {
      // One that fails to stop must not keep the others from stopping.
      await component.stop(deadline).catch((error: unknown) => problems.push(error));
    }
    if (problems.length > 0) throw new AggregateError(problems, `${name} did not stop cleanly`);
  }

  async function start(): Promise<void> {
    for (const component of components) {
      if (stopping) throw new LifecycleError(`${name} was stopped while it started`);
      if (started.includes(component)) continue;
      // Pushed before it starts: a half-started component is stopped too.
      started.push(component);
      try {
        await component.start();
      } catch (error) {
        await stop(AbortSignal.timeout(5000)).catch(() => {});
        throw new LifecycleError(`${component.name} did not start`, error);
      }
    }
  }

  const failures = components.flatMap((component) => (component.failed ? [component.failed] : []));
  const failed = failures.length > 0 ? Promise.race(failures) : undefined;
  failed?.catch(() => {});
  return { name, start, stop, ...(failed ? { failed } : {}) };
}

// Buildah without a daemon and without a container runtime: everything it makes lies below one folder of ours.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@hopline/dev/run-command';

export class Buildah {
  readonly #flags: readonly string[];

  /** @param folder where its images and containers are kept; the layers of a run are some hundreds of megabytes */
  constructor(folder: string) {
    const at = (name: string) => join(folder, name);
    this.#flags = ['--storage-driver', 'vfs', '--root', at('root'), '--runroot', at('run')];
  }

  /**
   * Runs one of its commands.
   * @returns what it said
   * @throws {Error} with what it said, when it failed
   */
  async run(...args: readonly string[]): Promise<string> {
    const { code, output } = await runCommand('buildah', [...this.#flags, ...args]);
    if (code !== 0) throw new Error(`buildah ${args.join(' ')} failed: ${output.trim().slice(-4000)}`);
    return output.trim();
  }

  /** Whether there is an image of this name. */
  async has(name: string): Promise<boolean> {
    return await this.run('images', '--quiet', name).then(
      (ids) => ids !== '',
      () => false,
    );
  }

  /** The folder with the files of an image. */
  async mount(name: string): Promise<string> {
    return await this.run('mount', await this.run('from', '--pull-never', name));
  }

  /** Forgets the containers, and what is mounted of them; images stay. */
  async forgetContainers(): Promise<void> {
    await this.run('rm', '--all');
  }
}

/** What the image says of how it is to be run. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly ExposedPorts: Readonly<Record<string, unknown>>;
  readonly Healthcheck?: { readonly Test: readonly string[] };
}

export async function readConfig(buildah: Buildah, name: string): Promise<ImageConfig> {
  return JSON.parse(await buildah.run('inspect', '--type', 'image', name)).Docker.config;
}

/** Takes everything away that a run has made. */
export async function forgetAll(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

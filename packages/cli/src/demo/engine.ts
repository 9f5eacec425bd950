import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Env } from './child.ts';

const run = promisify(execFile);
const patience = { timeout: 10_000 };

/**
 * Whether a Docker engine on this machine answers that can build and can reach loopback ports of it. An engine
 * elsewhere, or in a virtual machine, would push to its own loopback.
 */
export async function hasDockerEngine(env: Env): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const host = env.DOCKER_HOST ?? '';
  if (host !== '' && !host.startsWith('unix://')) return false;
  const format = '{{.Client.Version}} {{.Server.Os}}';
  const found = await run('docker', ['version', '--format', format], { env, ...patience }).catch(() => null);
  const [client = '', os = ''] = found?.stdout.trim().split(' ') ?? [];
  if (os !== 'linux') return false;
  if (Number.parseInt(client, 10) < 23) return true;
  return await run('docker', ['buildx', 'version'], { env, ...patience }).then(
    () => true,
    () => false,
  );
}

/** Removes the images that the engine holds of these registries. */
export async function removeImages(hosts: readonly string[], env: Env): Promise<void> {
  const listed = await run('docker', ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'], { env, ...patience });
  const ours = listed.stdout.split('\n').filter((image) => hosts.some((host) => image.startsWith(`${host}/`)));
  if (ours.length > 0) await run('docker', ['image', 'rm', '--force', ...ours], { env, ...patience });
}

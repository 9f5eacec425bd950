import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { Env } from './git.ts';

/**
 * Where journals of a project are kept: never in the project, where a build would take them in. `FUNADE_STATE_DIR`, seen
 * from the project's folder, or a folder of its own in the user's state folder (`$XDG_STATE_HOME`, `~/.local/state`,
 * `%LOCALAPPDATA%`).
 */
export function stateFolder(root: string, env: Env): string {
  const { FUNADE_STATE_DIR: own, XDG_STATE_HOME: state, LOCALAPPDATA: local, HOME: home } = env;
  if (own) return resolve(root, own);
  const place = realPath(root);
  const name = `${basename(place).replace(/[^\w.-]/g, '_') || 'root'}-${digestOf(place)}`;
  if (state && isAbsolute(state)) return join(state, 'funade', name);
  if (platform() === 'win32' && local) return join(local, 'funade', name);
  return join(home && isAbsolute(home) ? home : homedir(), '.local', 'state', 'funade', name);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

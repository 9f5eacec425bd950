import { isJsonObject, plainLine } from '@funade/core';
import { loadConfig } from '@funade/core/node';
import { buildProgram } from '../args/program.ts';
import { type ConfigNames, completeWords } from '../complete/complete-words.ts';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';

/** What a shell asks while somebody types: candidates for the last of the words, a line each, with what it is behind a tab. */
export async function complete(words: readonly string[], io: Io, interruption: Interruption): Promise<number> {
  const file = configOf(words);
  const names = (): Promise<ConfigNames> => interruption.exposed(() => configNames(file, io)).catch(() => none);
  const program = buildProgram(() => undefined);
  const candidates = await completeWords(program, words, names);
  const lines = candidates.map(({ value, about }) => (about === '' ? value : `${value}\t${about}`));
  io.stdout.write(lines.map((line) => `${line.split('\t').map(plainLine).join('\t')}\n`).join(''));
  return 0;
}

const none: ConfigNames = { environments: [], services: [] };

/** The config is not checked: one that has a mistake still has names. */
async function configNames(file: string | null, { cwd, env, user }: Io): Promise<ConfigNames> {
  const { config } = await loadConfig({
    cwd,
    env,
    onProgram: () => import('../run/own-package.ts'),
    ...(user === undefined ? {} : { user }),
    ...(file === null ? {} : { file }),
  });
  if (!isJsonObject(config)) return none;
  return { environments: keysOf(config.environments), services: keysOf(config.services) };
}

function keysOf(value: unknown): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

/** The config that the words name. */
function configOf(words: readonly string[]): string | null {
  const index = words.findIndex((word) => word === '--config' || word.startsWith('--config='));
  if (index === -1) return null;
  return words[index]?.split('=')[1] ?? words[index + 1] ?? null;
}

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeployError } from '../model/error.ts';
import { isJsonObject } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import type { Random } from '../model/random.ts';
import { planFileTaken, planUnreadable, planUnwritable } from '../plan/errors.ts';
import { parsePlan } from '../plan/parse-plan.ts';

/** Reads a saved plan. Throws `PLAN_UNREADABLE` and what `parsePlan` throws. */
export async function loadPlan(file: string): Promise<Plan> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw planUnreadable(file, error);
  });
  return parsePlan(text, file);
}

/**
 * Writes a plan, whole or not at all, readable by its owner alone. Takes the place of another plan, never of any other
 * file. Throws `PLAN_FILE_TAKEN` and `PLAN_UNWRITABLE`.
 */
export async function savePlan(file: string, plan: Plan, random: Random): Promise<void> {
  const draft = `${file}.${random.hex(4)}.tmp`;
  try {
    if (!(await mayReplace(file))) throw planFileTaken(file);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, `${JSON.stringify(plan, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw isDeployError(error) ? error : planUnwritable(file, error);
  }
}

async function mayReplace(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null || text.trim() === '') return true;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && typeof value.format === 'number' && Array.isArray(value.steps);
  } catch {
    return false;
  }
}

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RunContext } from '@funade/core';
import { stateMissing, stateUnreadable } from '../lookup/errors.ts';
import { loadObject, objectText } from './load-object.ts';
import { parseState, type TerraformState } from './parse-state.ts';
import type { TerraformStateSettings } from './state-settings.ts';

/**
 * The state that the settings name.
 *
 * @throws TERRAFORM_STATE_MISSING, TERRAFORM_STATE_UNREADABLE, TERRAFORM_STATE_REGION, TERRAFORM_STATE_INVALID; AWS errors
 */
export async function loadState(settings: TerraformStateSettings, context: RunContext): Promise<TerraformState> {
  if (settings.file !== undefined) return parseState(await loadFile(settings.file, context.root), settings.file);
  return parseState(await loadObject(settings.s3, context), objectText(settings.s3));
}

async function loadFile(path: string, root: string): Promise<string> {
  try {
    return await readFile(resolve(root, path), 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing ? stateMissing(path, error) : stateUnreadable(path, error);
  }
}

import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '@funade/core';
import type { EcsTargetOptions } from '../options/options.ts';

/** Twelve hex digits that change when anything that a service writes under `ecs` does. */
export function optionsHash(options: EcsTargetOptions): string {
  return createHash('sha256')
    .update(canonicalJson(options as Json))
    .digest('hex')
    .slice(0, 12);
}

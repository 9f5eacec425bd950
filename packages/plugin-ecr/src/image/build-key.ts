import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { canonicalJson, type Json } from '@funade/core';
import type { Build } from '../options/build-options.ts';

/**
 * Tells one build of a commit from another: what goes into the image and what it runs. Arguments, variables and labels may
 * differ from one run of a pipeline to the next, and who builds and with which cache makes no other image.
 */
export function buildKey({
  context,
  dockerfile,
  target,
  from,
  content,
  entrypoint,
  user,
  workdir,
  expose,
}: Build): string {
  const where = posix.normalize(`${context}/`);
  const file = from === undefined ? posix.join(context, dockerfile ?? 'Dockerfile') : undefined;
  const made = { where, file, target, from, content, entrypoint, user, workdir, expose };
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(made)) as Json))
    .digest('hex')
    .slice(0, 16);
}

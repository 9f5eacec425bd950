import type { BuiltImage } from '../builders/builder.ts';
import { dirtyMark } from '../image/image-labels.ts';

/**
 * Whether the image under a tag is the one we built: the same content, or built from the same commit. An image with
 * uncommitted changes is ours by its content alone, since its commit does not say what is in it.
 */
export function isOurs(
  found: { readonly digest: string; readonly revision: string | null; readonly configs: readonly string[] },
  expected: { readonly revision: string; readonly built: BuiltImage },
): boolean {
  const { built, revision } = expected;
  const own = built.kind === 'docker' ? built.id : built.digest;
  // The id of an image in an engine is its config's digest, or its manifest's where the engine keeps images in containerd.
  if (found.digest === own || found.configs.includes(own)) return true;
  return found.revision === revision && !revision.endsWith(dirtyMark);
}

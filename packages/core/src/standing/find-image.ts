import type { FoundImage } from '../model/found-image.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { RunningImage } from '../model/status.ts';

/** What the first registry that knows a name has for it; null: none does. */
export async function findImage(
  image: string,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<FoundImage | null> {
  for (const plugin of plugins) {
    const found = (await plugin.findImage?.(image, context)) ?? null;
    if (found !== null) return found;
  }
  return null;
}

/** `registry/shop/api:v1.2.0@sha256:…`, as far as it is known. */
export function imageName({ repository, tag, digest }: RunningImage): string {
  return `${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
}

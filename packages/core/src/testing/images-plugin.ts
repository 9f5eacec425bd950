import * as z from 'zod';
import { emptyFragment } from '../model/plan-fragment.ts';
import { definePlugin, type Plugin } from '../model/plugin.ts';

/** A plugin that hands every target an image that is in the registry already: `<repository>:<tag>@<digest>`. */
export function imagesPlugin(reference: string): Plugin {
  const [name = '', digest = null] = reference.split('@');
  const colon = name.lastIndexOf(':');
  return definePlugin({
    name: 'images',
    options: null,
    facts: z.null(),
    steps: [],
    observe: async () => null,
    plan: ({ targets }) => ({
      ...emptyFragment,
      artifacts: targets.map(({ id }) => ({
        type: 'image',
        target: id,
        name: null,
        reference,
        repositoryUri: name.slice(0, colon),
        tag: name.slice(colon + 1),
        digest,
        platforms: null,
      })),
    }),
  });
}

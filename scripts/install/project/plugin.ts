import { definePlugin, defineStep, emptyFragment } from 'funade';
import * as z from 'zod';

const follow = defineStep({
  kind: 'hooks.follow',
  effect: 'changes',
  input: z.strictObject({ url: z.string(), revision: z.string().nullable() }),
  output: z.strictObject({ before: z.string().nullable() }),
  async run({ url, revision }, context) {
    context.progress(`telling ${url} ${revision}`);
    return { before: null };
  },
});

export const hooksPlugin = definePlugin({
  name: 'hooks',
  options: z.strictObject({ follow: z.url().optional() }),
  facts: z.strictObject({ known: z.boolean() }),
  steps: [follow],
  observe: async () => ({ known: true }),
  plan: (request, facts) => (facts.known && request.targets.length > 0 ? emptyFragment : emptyFragment),
});

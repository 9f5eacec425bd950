import * as z from 'zod';
import { emptyFragment } from '../../src/model/plan-fragment.ts';
import { definePlugin, type Plugin, type PluginReference } from '../../src/model/plugin.ts';

/** A plugin that does nothing but have options. */
export function fakePlugin(name: string, options: z.ZodType | null): Plugin {
  return definePlugin({
    name,
    options,
    facts: z.null(),
    steps: [],
    observe: () => Promise.resolve(null),
    plan: () => emptyFragment,
  });
}

export function fakeReference(name: string, options: z.ZodType | null): PluginReference {
  return { name, load: () => Promise.resolve(fakePlugin(name, options)) };
}

/** A plugin whose lookup reads what a test knows; `asked` gets the arguments of each round. */
export function fakeLookup(
  known: Readonly<Record<string, string>>,
  asked: (readonly string[])[] = [],
  helper = 'look',
): Plugin {
  return definePlugin({
    name: `${helper}s`,
    options: null,
    facts: z.record(z.string(), z.string().nullable()),
    steps: [],
    lookups: [
      {
        helper,
        arity: 1,
        check: ([key = '']) => (key === 'forbidden' ? `"${key}" may not be looked up` : null),
        read: (facts, [key = '']) => {
          const value = facts[key] ?? null;
          return value === null ? { found: false, problem: `there is no "${key}"` } : { found: true, value };
        },
      },
    ],
    observe: async ({ lookups = [] }) => {
      const keys = lookups.map(({ args: [key = ''] }) => key);
      asked.push(keys);
      return Object.fromEntries(keys.map((key) => [key, known[key] ?? null]));
    },
    plan: () => emptyFragment,
  });
}

const text = z.string().min(1);
const image = z.strictObject({
  repository: z.string().regex(/^[a-z/]+$/, 'must be a repository name'),
  build: z.strictObject({ context: text, with: z.enum(['docker', 'containerify']).optional() }),
});

/** Plugins shaped like the real ones. */
export const plugins: readonly PluginReference[] = [
  fakeReference('ecr', z.union([image, z.strictObject({ images: z.record(z.string(), image) })])),
  fakeReference(
    'ecs',
    z.strictObject({
      cluster: text,
      service: text,
      container: text.optional(),
      containers: z.record(z.string(), text).optional(),
      wait: z.strictObject({ budget: z.string().regex(/^\d+[smh]$/, 'must be a duration') }).optional(),
    }),
  ),
];

import { callText, type LookedUp } from '../model/lookup.ts';
import type { Plugin } from '../model/plugin.ts';
import type { TemplateHelper, TemplateHelpers } from './template-helpers.ts';

/** The lookups of plugins as helpers of templates; `looked` says what is known when one is called. */
export function lookupHelpers(plugins: readonly Plugin[], looked: () => LookedUp): TemplateHelpers {
  return Object.fromEntries(
    plugins.flatMap((plugin) =>
      (plugin.lookups ?? []).map((lookup): [string, TemplateHelper] => {
        const { helper, arity } = lookup;
        const check = (args: readonly unknown[]): string | null => lookup.check?.(args.map(String)) ?? null;
        const run: TemplateHelper['run'] = (...values) => {
          const args = values.map(String);
          const { calls, facts } = looked();
          const problem = check(args);
          if (problem !== null) throw new Error(problem);
          const text = callText({ helper, args });
          if (!calls.some((call) => callText(call) === text)) throw new Error(`${text} has not been looked up`);
          const result = lookup.read(facts[plugin.name] ?? null, args);
          if (!result.found) throw new Error(result.problem);
          return result.value;
        };
        return [helper, { arity, lookup: true, check, run }];
      }),
    ),
  );
}

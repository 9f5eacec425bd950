import type { ChunkingContext, OutputOptions } from 'rolldown';
import { wrapper } from '../../packages/cli/src/bundle/script-loader.ts';

/** What a plan or a deploy of a service comes to by `import()`, whatever the config. */
const always = [
  /\/packages\/cli\/src\/(args\/args|commands\/(plan|deploy|prune))\.ts$/,
  /\/packages\/(aws\/src\/aws-plugin|plugin-ec[rs]\/src\/plugin|core\/src\/node\/index)\.ts$/,
  /\/@aws-sdk\/client-(sts|ecr|ecs)\/dist-es\/index\.js$/,
  /\/@smithy\/core\/dist-es\/submodules\/(config|protocols)\/index\.js$/,
  /\/cosmiconfig\/dist\/(Explorer|index)\.js$/,
];

/**
 * Two big scripts, since every file costs time: what each command loads, and what a plan and a deploy load besides. Everything
 * else lies in scripts of its own. A module still runs when it is imported, and not when its script is loaded.
 */
export function scriptGroups(
  program: string,
): Pick<OutputOptions, 'codeSplitting' | 'strictExecutionOrder' | 'postBanner' | 'postFooter'> {
  const groups = new Map<string, string>();
  const groupOf = (id: string, context: ChunkingContext): string | null => {
    if (groups.size === 0) {
      for (const each of reach(program, [], context)) groups.set(each, 'main');
      for (const each of reach(program, always, context)) if (!groups.has(each)) groups.set(each, 'work');
    }
    return groups.get(id) ?? null;
  };
  return {
    postBanner: wrapper[0],
    postFooter: wrapper[1],
    strictExecutionOrder: true,
    codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: groupOf }] },
  };
}

/** Everything that is imported from a module on, and by `import()` what has such a name. */
function reach(from: string, late: readonly RegExp[], context: ChunkingContext): ReadonlySet<string> {
  const found = new Set<string>();
  const left = [from];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const module = found.has(id) ? null : context.getModuleInfo(id);
    if (module === null) continue;
    found.add(id);
    left.push(...module.importedIds);
    left.push(...module.dynamicallyImportedIds.filter((other) => late.some((name) => name.test(other))));
  }
  return found;
}

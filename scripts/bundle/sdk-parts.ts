import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { root } from '../packages.ts';

/**
 * Of each client of the SDK the class and the commands that some source of ours names. We hold what an `import()` of a client gives as
 * one value, so that nothing of it could be left out otherwise: a method for every call of ECS, and the shapes of them all.
 */
export function sdkParts(): Plugin {
  const named = namedInSources();
  return {
    name: 'sdk-parts',
    transform(code, id) {
      const [, file] = /\/@aws-sdk\/client-[\w-]+\/dist-es\/(index|commands\/index)\.js$/.exec(id) ?? [];
      if (file === 'index') return lines(code, (path) => path === 'commands' || path.endsWith('Client'));
      return file === undefined ? null : lines(code, (path) => named.has(path));
    },
  };
}

/** The lines of an index that export such files. */
function lines(code: string, isWanted: (path: string) => boolean): string {
  const wanted = code.split('\n').filter((line) => isWanted(/^export \* from "\.\/(\w+)";$/.exec(line)?.[1] ?? ''));
  if (wanted.length === 0) throw new Error('an index of the SDK reads otherwise than before: see sdk-parts.ts');
  return wanted.join('\n');
}

/** Every command that is named in the sources of a package. Throws for what else is taken of a client. */
function namedInSources(): ReadonlySet<string> {
  const files = globSync('packages/*/src/**/*.ts', { cwd: root });
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  const other = texts.join('\n').match(/\bsdk\.(?!\w*(?:Command|Client)\b)\w+/);
  if (other !== null) throw new Error(`${other[0]} is neither a client nor a command: see scripts/bundle/sdk-parts.ts`);
  return new Set(texts.flatMap((text) => text.match(/\b[A-Z]\w+Command\b/g) ?? []));
}

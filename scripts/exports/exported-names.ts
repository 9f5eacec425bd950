import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The names that a source file exports, types included, in alphabetical order. `export *` of our own files is followed. */
export function exportedNames(file: string): readonly string[] {
  return [...namesOf(file)].sort();
}

function namesOf(file: string): ReadonlySet<string> {
  const text = readFileSync(file, 'utf8');
  const names = new Set<string>();
  for (const [, list = ''] of text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)) {
    for (const item of list.split(',')) {
      const name =
        item
          .trim()
          .replace(/^type /, '')
          .split(' as ')
          .at(-1) ?? '';
      if (name !== '') names.add(name);
    }
  }
  const declared = /^export (?:async |abstract |declare )*(?:function\*?|const|class|interface|type|enum) (\w+)/gm;
  for (const [, name = ''] of text.matchAll(declared)) names.add(name);
  for (const [, from = ''] of text.matchAll(/^export (?:type )?\* from '([^']+)'/gm)) {
    for (const name of namesOf(sourceOf(from, file))) names.add(name);
  }
  return names;
}

/** `@funade/core/author` is a file of this repository, too. */
function sourceOf(from: string, file: string): string {
  if (from.startsWith('.')) return join(dirname(file), from);
  const [, folder = '', entry = 'index'] = /^@funade\/(\w+)(?:\/([\w-]+))?$/.exec(from) ?? [];
  return join(import.meta.dirname, '../../packages', folder, 'src', `${entry}.ts`);
}

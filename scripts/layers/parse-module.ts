import { parseSync } from 'oxc-parser';
import type { Import, Module } from './module.ts';

/** What a file imports, read from its text. Throws when it does not parse. */
export function parseModule(file: string, text: string): Module {
  const { module, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const imports: Import[] = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    kind: kindOf(entries),
  }));
  for (const { entries } of module.staticExports) {
    const [first] = entries;
    if (first?.moduleRequest) imports.push({ specifier: first.moduleRequest.value, kind: kindOf(entries) });
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const [, specifier] = /^['"](.*)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end)) ?? [];
    if (specifier !== undefined) imports.push({ specifier, kind: 'lazy' });
  }
  return { file, imports };
}

function kindOf(entries: readonly { readonly isType: boolean }[]): Import['kind'] {
  return entries.length > 0 && entries.every(({ isType }) => isType) ? 'type' : 'value';
}

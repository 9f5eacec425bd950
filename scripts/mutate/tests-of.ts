import { posix } from 'node:path';
import type { Module } from '../layers/module.ts';

/** The test files of a package that import a file, however far away; the file's own test first, the nearest before the others. */
export function testsOf(file: string, modules: readonly Module[]): readonly string[] {
  const importers = new Map<string, string[]>();
  for (const module of modules) {
    for (const { specifier } of module.imports) {
      if (!specifier.startsWith('.')) continue;
      const target = posix.join(posix.dirname(module.file), specifier);
      importers.set(target, [...(importers.get(target) ?? []), module.file]);
    }
  }
  const reached = new Set([file]);
  for (const one of reached) for (const importer of importers.get(one) ?? []) reached.add(importer);
  const own = file.replace(/\.ts$/, '');
  const tests = [...reached].filter((one) => one.endsWith('.test.ts') && !/\.(e2e|docker)\.test\.ts$/.test(one));
  return tests.toSorted((a, b) => Number(b.startsWith(`${own}.`)) - Number(a.startsWith(`${own}.`)));
}

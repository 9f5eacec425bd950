import { expect, test } from 'vitest';
import { configImportMissing } from './load-config-errors.ts';

const hintFor = (specifier: string, differs: Partial<Parameters<typeof configImportMissing>[0]> = {}) => {
  const missing = { specifier, importer: 'deploy.config.ts', alias: null, isPath: false, ...differs };
  return configImportMissing(missing, new Error('not found')).hint;
};

test.each([
  ['zod', /^npm install --save-dev zod, or map it/],
  ['@scope/name/deep/file', /^npm install --save-dev @scope\/name, or map it/],
  [
    '@/env',
    /^it is not the name of a package: map it under paths in tsconfig\.json, or write the path, such as '\.\/env\.ts'$/,
  ],
  ['~/env', /^it is not the name of a package: .*'\.\/env\.ts'$/],
  ['#env', /^it is not the name of a package/],
])('an import of %s is helped with', (specifier, hint) => {
  expect(hintFor(specifier)).toMatch(hint);
});

test('a path is never taken for a package, and what a tsconfig maps is told with where it leads', () => {
  expect(hintFor('./settings', { isPath: true })).toMatch(/^correct the path: /);
  const alias = { declaredIn: 'tsconfig.json', files: ['src/settings.ts'] };
  expect(hintFor('settings', { alias })).toBe(
    'tsconfig.json maps it to src/settings.ts: correct the path there or here',
  );
});

import { expect, test } from 'vitest';
import { layerFaults, type PackageLayout } from './layer-faults.ts';
import { parseModule } from './parse-module.ts';

const layout: PackageLayout = {
  rows: [['model'], ['config', 'diff'], ['services/ecs/**'], ['.']],
  never: ['@aws-sdk/', 'funade'],
};
const faultsOf = (files: Readonly<Record<string, string>>) =>
  layerFaults(
    'packages/shop',
    layout,
    Object.entries(files).map(([file, text]) => parseModule(`packages/shop/src/${file}`, text)),
  );

test('sources that import downwards are right', () => {
  expect(
    faultsOf({
      'index.ts': "export { plan } from './config/plan.ts'; import './services/ecs/tasks/stop.ts';",
      'config/plan.ts': "import type { Step } from '../model/step.ts'; import { b } from './b.ts';",
      'config/b.ts': "import { z } from 'zod'; import { defineConfig } from 'funade-like';",
      'model/step.ts': '',
      'services/ecs/tasks/stop.ts': "import { state } from '../state.ts';",
      'services/ecs/state.ts': "import type { Task } from './tasks/task.ts';",
    }),
  ).toEqual([]);
});

test.each([
  ['a value from a higher row', 'model/a.ts', "import { x } from '../config/x.ts';"],
  ['a type', 'model/a.ts', "import type { X } from '../config/x.ts';"],
  ['an export', 'model/a.ts', "export type { X } from '../config/x.ts';"],
  ['all of it', 'model/a.ts', "export * from '../config/x.ts';"],
  ['lazily', 'model/a.ts', "const x = await import('../config/x.ts');"],
  ['a folder of its own row', 'diff/a.ts', "import { x } from '../config/x.ts';"],
  ['from deep inside', 'services/ecs/a/b.ts', "import '../../../index.ts';"],
] as const)('a folder that imports upwards is told: %s', (_, file, text) => {
  expect(faultsOf({ [file]: text })).toEqual([
    expect.stringMatching(
      /^packages\/shop\/src\/(\w+|services\/ecs)\/.*: (\1|services\/ecs\/\*\*) must not import from (config|\.) \(.*x\.ts\)$/,
    ),
  ]);
});

test('a folder that nobody put into the table is told', () => {
  const fault = 'its folder is not in the table of layers';
  expect(faultsOf({ 'run/a.ts': '', 'config/deep/a.ts': '', 'services/b.ts': '' })).toEqual([
    `packages/shop/src/run/a.ts: ${fault}`,
    `packages/shop/src/config/deep/a.ts: ${fault}`,
    `packages/shop/src/services/b.ts: ${fault}`,
  ]);
});

test('packages that a package must not know are told', () => {
  expect(
    faultsOf({ 'model/a.ts': "import type { X } from '@aws-sdk/client-ecs'; import { y } from 'funade/sub';" }),
  ).toEqual([
    'packages/shop/src/model/a.ts: must not import @aws-sdk/client-ecs',
    'packages/shop/src/model/a.ts: must not import funade/sub',
  ]);
});

test('a planted cycle of values is told; types and lazy imports may point back', () => {
  const files = (back: string) => ({
    'config/a.ts': "import { b } from './b.ts';",
    'config/b.ts': "import { c } from './c.ts';",
    'config/c.ts': back,
  });
  expect(faultsOf(files("import { type T, a } from './a.ts';"))).toEqual([
    'files import each other: packages/shop/src/config/a.ts, packages/shop/src/config/b.ts, packages/shop/src/config/c.ts',
  ]);
  expect(faultsOf(files("import './a.ts';"))).toHaveLength(1);
  expect(faultsOf(files("import type { T } from './a.ts';"))).toEqual([]);
  expect(faultsOf(files("export const later = () => import('./a.ts');"))).toEqual([]);
});

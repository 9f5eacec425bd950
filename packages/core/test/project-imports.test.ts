import { expect, test } from 'vitest';
import { type Files, loadAll, outcomesOf } from './support/load-configs.ts';

const module = "import { a } from './values.ts';\nexport default { a };\n";
const common = "const { a } = require('./values.ts');\nmodule.exports = { a };\n";
const values = {
  module: 'export const a: number = 1;\n',
  common: 'exports.a = 1 as number;\n',
};
const types: readonly (readonly [name: string, manifest: Files])[] = [
  ['module', { 'package.json': '{ "type": "module" }' }],
  ['commonjs', { 'package.json': '{ "type": "commonjs" }' }],
  ['no type', { 'package.json': '{}' }],
  ['no package', {}],
];

test.each(types)('a program of either kind is loaded in a package of %s', async (type, manifest) => {
  const texts = [
    ['deploy.config.ts', module, values.module],
    ['deploy.config.ts', module, values.common],
    ['deploy.config.ts', common, values.module],
    ['deploy.config.ts', common, values.common],
    ['deploy.config.js', module, values.module],
    ['deploy.config.js', common, values.common],
    ['deploy.config.ts', `${module}await null;\n`, values.module],
  ] as const;
  // In a package that says `module`, `require` is not defined, as everywhere else.
  const fitting = texts.filter(
    (files) => type !== 'module' || !files.some((text) => text === common || text === values.common),
  );
  const cases = fitting.map(([name, config, imported]) => ({ ...manifest, [name]: config, 'values.ts': imported }));
  expect(await loadAll(cases)).toEqual(fitting.map(([name]) => `<root>/${name}\n{ a: 1 }`));
});

test('what an import means is what the compiler takes it for', async () => {
  const config = (specifier: string) => `import { a } from '${specifier}';\nexport default { a };\n`;
  const paths = (map: object, more: object = {}) =>
    `// with comments\n${JSON.stringify({ compilerOptions: { paths: map, ...more } })}\n`;
  const a = 'export const a = 1 as number;\n';
  const cases: readonly Files[] = [
    { 'deploy.config.ts': config('./infra/values'), 'infra/values.ts': a },
    { 'deploy.config.ts': config('./infra/values.js'), 'infra/values.ts': a },
    { 'deploy.config.ts': config('./infra/values.mjs'), 'infra/values.mts': a },
    { 'deploy.config.ts': config('./infra'), 'infra/index.ts': a },
    { 'deploy.config.ts': config('.'), 'index.ts': a },
    {
      'deploy.config.ts': config('./values.js'),
      'values.js': 'export const a = 1;\n',
      'values.ts': 'export const a = 2;\n',
    },
    { 'deploy.config.ts': config('@/values'), 'src/values.ts': a, 'tsconfig.json': paths({ '@/*': ['./src/*'] }) },
    {
      'deploy.config.ts': config('values'),
      'src/values.ts': a,
      'tsconfig.json': paths({ values: ['./src/values.ts'] }),
    },
    {
      'deploy.config.ts': config('@infra'),
      'infra/index.ts': "export * from '@/deep/values.js';\n",
      'src/deep/values.ts': a,
      'tsconfig.json': '{ "extends": "./tsconfig.base.json" }',
      'tsconfig.base.json': paths({ '@infra': ['./infra'], '@/*': ['./nothing/*', './src/*'] }),
    },
    {
      'deploy.config.js': config('~/values'),
      'src/values.js': 'export const a = 1;\n',
      'jsconfig.json': paths({ '~/*': ['./src/*'] }),
    },
    {
      'deploy.config.ts': config('shared'),
      'node_modules/shared/package.json': '{ "type": "module", "exports": "./main.js" }',
      'node_modules/shared/main.js': 'export const a = 1;\n',
      'tsconfig.json': paths({ '@/*': ['./src/*'] }),
    },
  ];
  expect(await loadAll(cases)).toEqual(cases.map((files) => `<root>/${Object.keys(files)[0]}\n{ a: 1 }`));
});

test('an import that leads nowhere is told with what to write, and no alias is called a package', async () => {
  const config = (specifier: string) => `import { a } from '${specifier}';\nexport default { a };\n`;
  const tsconfig = JSON.stringify({ compilerOptions: { paths: { '@app/*': ['./src/*'] } } });
  const cases = {
    'a path': { 'deploy.config.ts': config('./infra/values') },
    'a path of an imported file': { 'deploy.config.ts': config('./a'), 'a.ts': "export * from './b.js';\n" },
    'an alias': { 'deploy.config.ts': config('@app/values'), 'tsconfig.json': tsconfig },
    'an alias that nothing declares': { 'deploy.config.ts': config('@/infra/values') },
    'a package': { 'deploy.config.ts': config('@acme/shared/deep') },
    'a tsconfig that cannot be read': { 'deploy.config.ts': config('shared'), 'tsconfig.json': '{ nope' },
  };
  expect(await outcomesOf(cases)).toMatchInlineSnapshot(`
    {
      "a package": "CONFIG_THROWS (usage)
    <root>/deploy.config.ts imports "@acme/shared/deep", which is not there
    → npm install --save-dev @acme/shared, or map it under paths in tsconfig.json if it is a path of yours",
      "a path": "CONFIG_THROWS (usage)
    <root>/deploy.config.ts imports "./infra/values", which is not there
    → correct the path: it is resolved from the file that imports it, as .ts, .js or .json, or as a folder",
      "a path of an imported file": "CONFIG_THROWS (usage)
    <root>/a.ts imports "./b.js", which is not there
    → correct the path: it is resolved from the file that imports it, as .ts, .js or .json, or as a folder",
      "a tsconfig that cannot be read": "CONFIG_THROWS (usage)
    <root>/deploy.config.ts imports "shared", which is not there
    → npm install --save-dev shared, or map it under paths in tsconfig.json if it is a path of yours",
      "an alias": "CONFIG_THROWS (usage)
    <root>/deploy.config.ts imports "@app/values", which is not there
    → <root>/tsconfig.json maps it to <root>/src/values: correct the path there or here",
      "an alias that nothing declares": "CONFIG_THROWS (usage)
    <root>/deploy.config.ts imports "@/infra/values", which is not there
    → it is not the name of a package: map it under paths in tsconfig.json, or write the path, such as './infra/values.ts'",
    }
  `);
});

test('an import that is allowed to fail may fail', async () => {
  const config =
    "const { a } = await import('./local').catch((error) => ({ a: error.code }));\nexport default { a };\n";
  expect(await loadAll([{ 'deploy.config.mts': config }])).toEqual([
    "<root>/deploy.config.mts\n{ a: 'ERR_MODULE_NOT_FOUND' }",
  ]);
});

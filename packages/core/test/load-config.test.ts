import { execFile } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/node/load-config.ts';
import { told } from './support/error-of.ts';
import { loadAll, outcomesOf } from './support/load-configs.ts';
import { makeFolder, makeRepository } from './support/repository.ts';

const script = fileURLToPath(new URL('support/load.ts', import.meta.url));
const run = promisify(execFile);

test('every kind of config is loaded', async () => {
  const cases: readonly (readonly [name: string, text: string, config: string])[] = [
    ['deploy.config.ts', 'interface X { a: RegExp }\nexport default { a: /^v\\d+$/ } satisfies X;', '{ a: /^v\\d+$/ }'],
    ['deploy.config.mts', 'export default { a: await Promise.resolve(1) };', '{ a: 1 }'],
    ['deploy.config.js', 'export default { a: 1 };', '{ a: 1 }'],
    ['deploy.config.mjs', 'export default { a: 1 };', '{ a: 1 }'],
    ['deploy.config.cjs', 'module.exports = { a: 1 };', '{ a: 1 }'],
    ['deploy.config.cjs', 'Object.assign(exports, { __esModule: true, default: { a: 1 } });', '{ a: 1 }'],
    ['deploy.config.json', '{ "a": 1, "$import": "./x.json" }', "{ a: 1, '$import': './x.json' }"],
    ['deploy.config.json5', "{ a: 1, // why\n  b: ['x',], }", "{ a: 1, b: [ 'x' ] }"],
    ['deploy.config.yaml', 'a: 1\nb: [x, y]\n', "{ a: 1, b: [ 'x', 'y' ] }"],
    ['deploy.config.yml', 'a: &x { b: 1 }\nc: *x\n', '{ a: { b: 1 }, c: { b: 1 } }'],
    ['deploy.config.ts', 'export default ({ env }: any) => ({ a: env.SHOP });', "{ a: 'shop' }"],
    ['deploy.config.ts', 'export default async ({ env }: any) => ({ a: env.SHOP });', "{ a: 'shop' }"],
    ['deploy.config.ts', 'export default Promise.resolve({ a: 1 });', '{ a: 1 }'],
  ];
  const outcomes = await loadAll(cases.map(([name, text]) => ({ [name]: text })));
  expect(outcomes).toEqual(cases.map(([name, , config]) => `<root>/${name}\n${config}`));
});

test('the search goes up to the root of the work tree, past packages', async () => {
  await using repository = await makeRepository();
  await repository.write({ 'deploy.config.json': '{"a":1}', 'services/api/package.json': '{}' });
  const { path, root } = await loadConfig({ cwd: join(repository.path, 'services/api'), env: {} });
  expect([path, root]).toEqual([join(repository.path, 'deploy.config.json'), repository.path]);
});

test('the nearest config is taken', async () => {
  await using repository = await makeRepository();
  await repository.write({ 'deploy.config.json': '{"a":1}', 'shop/deploy.config.yaml': 'a: 2' });
  expect((await loadConfig({ cwd: join(repository.path, 'shop'), env: {} })).config).toEqual({ a: 2 });
});

test('nothing above the work tree is looked at, and nothing above a folder of no work tree', async () => {
  await using folder = await makeFolder();
  await folder.write({ 'deploy.config.json': '{"a":1}', 'repo/.git/HEAD': '', 'repo/sub/x': '', 'plain/x': '' });
  const at = (cwd: string) => told(() => loadConfig({ cwd: join(folder.path, cwd), env: {} }));
  expect((await at('repo/sub')).replaceAll(folder.path, '<root>')).toMatchInlineSnapshot(`
    "CONFIG_NOT_FOUND (usage)
    there is no deploy.config file; looked in:
      <root>/repo/sub
      <root>/repo
    → write one with \`funade init\`, or name the file with --config; known names: deploy.config.ts, deploy.config.mts, deploy.config.js, deploy.config.mjs, deploy.config.cjs, deploy.config.json, deploy.config.json5, deploy.config.yaml, deploy.config.yml"
  `);
  expect((await at('plain')).split('\n').slice(2, -1)).toEqual([`  ${join(folder.path, 'plain')}`]);
});

test('--config names a file of any name', async () => {
  await using folder = await makeFolder();
  await folder.write({ 'deploy.config.json': '{"a":1}', 'other/shop.yaml': 'a: 2', 'other/shop.toml': '' });
  const loaded = await loadConfig({ cwd: folder.path, file: 'other/shop.yaml', env: {} });
  expect(loaded).toEqual({
    config: { a: 2 },
    path: join(folder.path, 'other/shop.yaml'),
    root: join(folder.path, 'other'),
  });
  const named = async (file: string) =>
    (await told(() => loadConfig({ cwd: folder.path, file, env: {} }))).replaceAll(folder.path, '<root>');
  expect(await named('missing.ts')).toMatchInlineSnapshot(`
    "CONFIG_NOT_FOUND (usage)
    there is no file <root>/missing.ts
    → check --config"
  `);
  expect(await named('other')).toMatchInlineSnapshot(`
    "CONFIG_UNREADABLE (usage)
    <root>/other cannot be read
    → it must be a file that you may read"
  `);
  expect(await named('other/shop.toml')).toMatchInlineSnapshot(`
    "CONFIG_KIND_UNKNOWN (usage)
    <root>/other/shop.toml is not a kind of config that can be loaded
    → its name must end with .ts, .mts, .js, .mjs, .cjs, .json, .json5, .yaml or .yml"
  `);
});

test('two configs in one folder are ambiguous', async () => {
  await using folder = await makeFolder();
  await folder.write({ 'deploy.config.json': '{}', 'deploy.config.yaml': 'a: 1' });
  const text = await told(() => loadConfig({ cwd: folder.path, env: {} }));
  expect(text.replaceAll(folder.path, '<root>')).toMatchInlineSnapshot(`
    "CONFIG_AMBIGUOUS (usage)
    <root> has several configs: deploy.config.json, deploy.config.yaml
    → remove all but one, or choose one: --config deploy.config.json"
  `);
});

test('settings of the loader itself are not run', async () => {
  const settings = 'throw new Error("was run");';
  const config = { 'deploy.config.json': '{"a":1}' };
  const meta = { '.config/config.mjs': settings, '.config/config.js': settings, 'package.json': '{"type":"module"}' };
  expect(await loadAll([{ ...meta, ...config }])).toEqual(['<root>/deploy.config.json\n{ a: 1 }']);
});

test('a config that cannot be read is told', async () => {
  await using folder = await makeFolder();
  await mkdir(join(folder.path, 'deploy.config.ts'));
  const text = await told(() => loadConfig({ cwd: folder.path, env: {} }));
  expect(text.replaceAll(folder.path, '<root>')).toMatchInlineSnapshot(`
    "CONFIG_UNREADABLE (usage)
    <root>/deploy.config.ts cannot be read
    → it must be a file that you may read"
  `);
  await folder.write({ 'locked/deploy.config.json': '{}' });
  await chmod(join(folder.path, 'locked/deploy.config.json'), 0);
  const outcome = loadConfig({ cwd: join(folder.path, 'locked'), env: {} }).then(
    () => 'read by root',
    (error) => error.code,
  );
  expect(['read by root', 'CONFIG_UNREADABLE']).toContain(await outcome);
});

test('syntax errors are told with file and line', async () => {
  const cases = {
    TypeScript: { 'deploy.config.ts': "export default {\n  project: 'shop',\n  a: { container 'app' },\n};\n" },
    'what cannot be stripped': { 'deploy.config.ts': 'enum A { B }\nexport default {};\n' },
    JavaScript: { 'deploy.config.mjs': "export default {\n  a: { container 'app' },\n};\n" },
    'an imported file': { 'deploy.config.mjs': 'import "./x.mjs";\nexport default {};\n', 'x.mjs': 'const a = ;\n' },
    'a name that is not exported': {
      'deploy.config.ts': "import { nope } from 'node:path';\nexport default { nope };\n",
    },
    JSON: { 'deploy.config.json': '{\n  "a": 1,\n  b\n}\n' },
    'JSON with a comment': { 'deploy.config.json': '{\n  "url": "http://x", // hi\n  "a": 1\n}\n' },
    JSON5: { 'deploy.config.json5': '{\n  a: 1,\n  b\n}\n' },
    'JSON of one word': { 'deploy.config.json': 'hi\nthere\n' },
    'JSON that ends': { 'deploy.config.json': '{ "a": 1' },
    YAML: { 'deploy.config.yaml': 'a: 1\nb: [1,\nc: }\n' },
  };
  expect(await outcomesOf(cases)).toMatchInlineSnapshot(`
    {
      "JSON": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.json:3:3: Expected double-quoted property name in JSON at position 14 (line 3 column 3)
    → fix it there and run the same command again; nothing was read or changed",
      "JSON of one word": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.json: Unexpected token 'h' in JSON
    → fix it there and run the same command again; nothing was read or changed",
      "JSON that ends": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.json:1:9: Expected ',' or '}' after property value in JSON at position 8 (line 1 column 9)
    → fix it there and run the same command again; nothing was read or changed",
      "JSON with a comment": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.json:2: there is a comment, which JSON does not allow; remove it, or name the file deploy.config.json5
    → fix it there and run the same command again; nothing was read or changed",
      "JSON5": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.json5:4:1: JSON5: invalid character '}' at 4:1
    → fix it there and run the same command again; nothing was read or changed",
      "JavaScript": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.mjs:2:18: Unexpected string
      a: { container 'app' },
                     ^^^^^
    → fix it there and run the same command again; nothing was read or changed",
      "TypeScript": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.ts:3:18: Unexpected token \`string literal\`. Expected ... , *,  (, [, :, , ?, =, an identifier, public, protected, private, readonly, <.
      project: 'shop',
      a: { container 'app' },
                     ^^^^^
    → fix it there and run the same command again; nothing was read or changed",
      "YAML": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.yaml:3:1: deficient indentation (3:1)
     1 | a: 1
     2 | b: [1,
     3 | c: }
    -----^
    → fix it there and run the same command again; nothing was read or changed",
      "a name that is not exported": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.ts:1:10: The requested module 'node:path' does not provide an export named 'nope'
    import { nope } from 'node:path';
             ^^^^
    → fix it there and run the same command again; nothing was read or changed",
      "an imported file": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.mjs, or a file that it imports: Unexpected token ';'
    → fix it there and run the same command again; nothing was read or changed",
      "what cannot be stripped": "CONFIG_SYNTAX (usage)
    syntax error in <root>/deploy.config.ts:1:1: TypeScript enum is not supported in strip-only mode
    enum A { B }
    ^^^^^^^^^^^^
    → Node only strips types: write it without enum, namespace and parameter properties",
    }
  `);
});

test('what a config throws is told with file and line', async () => {
  const read = "import { readFileSync } from 'node:fs';\nreadFileSync('./nope');\nexport default {};\n";
  const cases = {
    'an error': {
      'deploy.config.ts': "\nfunction f(): never { throw new TypeError('boom'); }\nf();\nexport default {};\n",
    },
    'an imported file': { 'deploy.config.mjs': 'import "./x.mjs";\nexport default {};\n', 'x.mjs': '\nnull.x;\n' },
    'after an await': { 'deploy.config.mts': "await null;\nthrow new Error('late');\n" },
    'a file that is not there': { 'deploy.config.mjs': read },
    'a syntax error of its own making': { 'deploy.config.mjs': "export default { a: new RegExp('(') };\n" },
    'a module that is not there': { 'deploy.config.mjs': "import './nothing.mjs';\nexport default {};\n" },
    'no error': { 'deploy.config.mjs': "throw 'just so';\n" },
    'a function': { 'deploy.config.mjs': "export default () => {\n  throw new Error('no SHOP');\n};\n" },
    'a promise': { 'deploy.config.mjs': "export default Promise.reject(new Error('late'));\n" },
  };
  expect(await outcomesOf(cases)).toMatchInlineSnapshot(`
    {
      "a file that is not there": "CONFIG_THROWS (usage)
    <root>/deploy.config.mjs:2:1 fails while it is loaded: ENOENT: no such file or directory, open './nope'
    → the config's own code failed: fix it there, or give it what it needs; nothing was changed",
      "a function": "CONFIG_THROWS (usage)
    <root>/deploy.config.mjs:2:9 fails while it is loaded: no SHOP
    → the config's own code failed: fix it there, or give it what it needs; nothing was changed",
      "a module that is not there": "CONFIG_THROWS (usage)
    <root>/deploy.config.mjs imports "./nothing.mjs", which is not there
    → correct the path: it is resolved from the file that imports it, as .ts, .js or .json, or as a folder",
      "a promise": "CONFIG_THROWS (usage)
    <root>/deploy.config.mjs:1:31 fails while it is loaded: late
    → the config's own code failed: fix it there, or give it what it needs; nothing was changed",
      "a syntax error of its own making": "CONFIG_THROWS (usage)
    <root>/deploy.config.mjs:1:21 fails while it is loaded: Invalid regular expression: /(/: Unterminated group
    → the config's own code failed: fix it there, or give it what it needs; nothing was changed",
      "after an await": "CONFIG_THROWS (usage)
    <root>/deploy.config.mts:2:7 fails while it is loaded: late
    → the config's own code failed: fix it there, or give it what it needs; nothing was changed",
      "an error": "CONFIG_THROWS (usage)
    <root>/deploy.config.ts:2:29 fails while it is loaded: boom
    → the config's own code failed: fix it there, or give it what it needs; nothing was changed",
      "an imported file": "CONFIG_THROWS (usage)
    <root>/x.mjs:2:6 fails while it is loaded: Cannot read properties of null (reading 'x')
    → the config's own code failed: fix it there, or give it what it needs; nothing was changed",
      "no error": "CONFIG_THROWS (usage)
    <root>/deploy.config.mjs fails while it is loaded: just so
    → the config's own code failed: fix it there, or give it what it needs; nothing was changed",
    }
  `);
});

test('a file without a config is told', async () => {
  const cases = {
    'no default export': { 'deploy.config.ts': 'export const config = {};\n' },
    'an empty program': { 'deploy.config.ts': '' },
    'an empty document': { 'deploy.config.yaml': '# nothing\n' },
    null: { 'deploy.config.json': 'null' },
    'a function that returns nothing': { 'deploy.config.mjs': 'export default () => {};\n' },
  };
  expect(await outcomesOf(cases)).toMatchInlineSnapshot(`
    {
      "a function that returns nothing": "CONFIG_EMPTY (usage)
    <root>/deploy.config.mjs contains no config
    → it must be an object with project, environments, tagRules and services",
      "an empty document": "CONFIG_EMPTY (usage)
    <root>/deploy.config.yaml contains no config
    → it must be an object with project, environments, tagRules and services",
      "an empty program": "CONFIG_EMPTY (usage)
    <root>/deploy.config.ts contains no config
    → it must be an object with project, environments, tagRules and services",
      "no default export": "CONFIG_NO_DEFAULT_EXPORT (usage)
    <root>/deploy.config.ts has no default export
    → write export default defineConfig({ … })",
      "null": "CONFIG_EMPTY (usage)
    <root>/deploy.config.json contains no config
    → it must be an object with project, environments, tagRules and services",
    }
  `);
});

test('a config that fails is run once', async () => {
  const text = "console.error('run');\nthrow new Error('boom');\n";
  await using folder = await makeFolder();
  await folder.write({ 'deploy.config.cjs': text });
  const { stdout, stderr } = await run(process.execPath, [script, folder.path], { env: {} });
  expect(stdout).toContain('CONFIG_THROWS');
  expect(stderr).toBe('run\n');
});

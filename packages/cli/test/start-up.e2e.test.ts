import { readFileSync } from 'node:fs';
import { mkdtempDisposable, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { runBin, startBin, startChild } from './run-bin.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
/** The sources, each module in a file of its own. */
const sources = fileURLToPath(new URL('../src/bin.ts', import.meta.url));
const index = fileURLToPath(new URL('../src/index.ts', import.meta.url));

/** Prints every module that was loaded, when the process ends. */
const listModules = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const urls = [];
  registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
  process.on('exit', () => console.error(JSON.stringify(urls)));
`)}`;

function ownModules(err: string): readonly string[] {
  const urls: readonly string[] = JSON.parse(err.trim().split('\n').at(-1) ?? '[]');
  return urls.filter((url) => url.startsWith('file:'));
}

test('--version prints the version and loads the bin alone', async () => {
  const { code, out, err } = await runBin(['--version'], { nodeOptions: ['--import', listModules] });
  expect([code, out]).toEqual([0, `${version}\n`]);
  expect(ownModules(err).map((url) => url.replace(/^.*\/cli\//, ''))).toEqual(['dist/bin.mjs']);
});

test('a config that imports funade loads neither zod nor the SDK', async () => {
  const source = `await import(${JSON.stringify(pathToFileURL(index).href)})`;
  const child = startChild(process.execPath, ['--import', listModules, '--input-type=module', '--eval', source]);
  const { code, err } = await child.ended();
  expect(code).toBe(0);
  expect(ownModules(err).filter((url) => /zod|aws-sdk|listr2|commander/.test(url))).toEqual([]);
  // What authors of plugins import from it too; in the bundle these are two files.
  expect(ownModules(err).length).toBeLessThan(30);
});

test.each([
  ['no lookups', ['ecr', 'ecs'], []],
  [
    'lookups that no template calls',
    ['ecr', 'ecs', 'ssm'],
    ['lookup/define-lookups', 'ssm/parameter-result', 'ssm/plugin'],
  ],
])('a config with %s loads no SDK of theirs', async (_, plugins, expected) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'funade-test-'));
  const ecs = { cluster: '{{project}}', service: 'api', container: 'app' };
  const config = {
    project: 'shop',
    plugins,
    environments: { staging: { account: '111111111111', region: 'eu-west-1' } },
    tagRules: [{ tag: 'v.*', environments: ['staging'] }],
    services: { api: { ecs } },
  };
  await writeFile(join(folder.path, 'deploy.config.json'), JSON.stringify(config));
  const typed = ['--import', listModules, sources, 'plan', 'nowhere'];
  await using child = startChild(process.execPath, typed, { cwd: folder.path });
  const { code, err } = await child.ended();
  expect([code, err]).toEqual([2, expect.stringContaining('ENVIRONMENT_UNKNOWN')]);
  const loaded = ownModules(err);
  expect(loaded.filter((url) => /client-(ssm|s3|secrets|cloudf)/.test(url))).toEqual([]);
  const lookups = loaded.flatMap((url) => /plugin-lookups\/src\/(.*)\.ts$/.exec(url)?.[1] ?? []).toSorted();
  const always = ['index', 'lookup/errors', 'offers'];
  expect(lookups.filter((name) => !always.includes(name))).toEqual(
    expected.length === 0 ? [] : expect.arrayContaining(expected),
  );
});

test('a config imports funade where no node_modules is beside it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'funade-test-'));
  const config = `import { defineConfig, ecr, ecs } from 'funade';
export default defineConfig({
  project: 'shop',
  plugins: [ecr(), ecs()],
  environments: { staging: { account: '111111111111', region: 'eu-west-1' } },
  tagRules: [{ tag: /^v1$/, environments: ['staging'] }],
  services: { api: { ecs: { cluster: 'shop', service: 'api', container: 'app' } } },
});
`;
  await writeFile(join(folder.path, 'deploy.config.ts'), config);
  await writeFile(join(folder.path, 'package.json'), '{ "type": "commonjs" }');
  const { code, err } = await runBin(['plan', 'nowhere'], { cwd: folder.path });
  expect([code, err]).toEqual([2, expect.stringContaining('ENVIRONMENT_UNKNOWN')]);
});

test.each([
  ['depoly production', 2, "error: unknown command 'depoly' (USAGE)\n  hint: did you mean deploy?\n"],
  ['', 2, 'error: no command was given (USAGE)\n  hint: see `funade --help`\n'],
])('`funade %s` exits %d', async (typed, code, err) => {
  const ended = await runBin(typed === '' ? [] : typed.split(' '));
  expect([ended.code, ended.out, ended.err]).toEqual([code, '', err]);
});

test('a reader that goes away is no error', async () => {
  await using running = startBin(['--help']);
  running.child.stdout?.destroy();
  expect(await running.ended()).toMatchObject({ code: 0, err: '' });
});

test('colours are for terminals alone', async () => {
  const { err } = await runBin(['depoly']);
  expect(err).not.toContain('\u001b[');
  const forced = await runBin(['depoly'], { env: { FORCE_COLOR: '1' } });
  expect(forced.err).toContain('\u001b[31m');
  const refused = await runBin(['depoly', '--no-color'], { env: { FORCE_COLOR: '1' } });
  expect(refused.err).not.toContain('\u001b[');
});

test('a command begins with the code that the last one like it compiled, unless that was changed', async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), 'funade-home-'));
  const env = { HOME: home.path };
  const help = async () => (await runBin(['--help'], { env })).out;
  const said = await help();
  const cache = join(home.path, '.cache/funade/compile-cache');
  const [folder = ''] = (await readdir(cache)).filter((name) => name.startsWith('v8-'));
  const kept = await Promise.all(
    (await readdir(join(cache, folder))).map(async (name) => {
      const file = join(cache, folder, name);
      return { file, code: await readFile(file), ...(await stat(file)) };
    }),
  );
  expect(kept.length).toBeGreaterThan(1);
  expect(await help()).toBe(said);
  for (const { file, mtimeMs } of kept) expect((await stat(file)).mtimeMs).toBe(mtimeMs);
  const damaged = (code: Buffer) => Buffer.from(code.with(Math.floor(code.length / 2), 7));
  for (const { file, code } of kept) await writeFile(file, damaged(code));
  expect(await help()).toBe(said);
  for (const { file, code } of kept) expect((await readFile(file)).equals(damaged(code))).toBe(false);
});

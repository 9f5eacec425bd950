import { chown, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leftOut, missingParts } from './parts.ts';
import { runBin } from './run-bin.ts';

let folder = '';
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'funade-test-')));
  await writeFile(join(folder, 'package.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A config is loaded by Node itself, so these run in a process of their own. */
async function planWith(file: string, text: string) {
  await writeFile(join(folder, file), text);
  const ended = await runBin(['plan', 'staging', '--config', file], { cwd: folder });
  return { ...ended, err: ended.err.replaceAll(folder, 'FOLDER') };
}

test('no config says where it looked', async () => {
  const { code, out, err } = await runBin(['plan', 'staging'], { cwd: folder });
  expect([code, out]).toEqual([2, '']);
  expect(err.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
    "error: there is no deploy.config file; looked in: (CONFIG_NOT_FOUND)
        FOLDER
      hint: write one with \`funade init\`, or name the file with --config; known names: deploy.config.ts, deploy.config.mts, deploy.config.js, deploy.config.mjs, deploy.config.cjs, deploy.config.json, deploy.config.json5, deploy.config.yaml, deploy.config.yml
    "
  `);
});

test('a config that throws names file and line', async () => {
  const { code, err } = await planWith('throws.ts', "const a = 1;\nthrow new Error('no such thing');\n");
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "error: FOLDER/throws.ts:2:7 fails while it is loaded: no such thing (CONFIG_THROWS)
      hint: the config's own code failed: fix it there, or give it what it needs; nothing was changed
    "
  `);
});

test.each([
  ['at its top level', 'await new Promise(() => undefined);\nexport default {};\n'],
  ['in its function', 'export default () => new Promise(() => undefined);\n'],
  ['in its promise', 'export default new Promise(() => undefined);\n'],
])('a config that never settles %s is an error that says so', async (_, text) => {
  const { code, out, err } = await planWith('stuck.mts', text);
  expect([code, out]).toEqual([2, '']);
  expect(err).toBe(
    'error: stuck.mts was never loaded: it awaits something that never settles (CONFIG_UNSETTLED)\n' +
      '  hint: look at its top-level await, its imports and the function that it exports; nothing was read or changed\n',
  );
});

test('a config that ends the process passes for no success', async () => {
  const { code, out, err } = await planWith('ends.mts', 'process.exit(0);\n');
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('error: the process ended before the command did (ENDED_EARLY)\n  hint: ');
});

test('a config with a syntax error names file and line', async () => {
  const { code, err } = await planWith('syntax.ts', 'export default {\n  project: shop shop,\n};\n');
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "error: syntax error in FOLDER/syntax.ts:2:17: Expected ',', got 'ident' (CONFIG_SYNTAX)
      export default {
        project: shop shop,
                      ^^^^
      hint: fix it there and run the same command again; nothing was read or changed
    "
  `);
});

test('a config that is wrong lists every problem', async () => {
  const { code, err } = await planWith(
    'wrong.json',
    JSON.stringify({
      project: 'shop',
      environments: { staging: { account: '1', region: 'eu-west-1' } },
      tagRules: [],
      services: { api: { ecr: {} } },
    }),
  );
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "error: wrong.json has 4 problems: (CONFIG_INVALID)
        environments.staging.account: "1" is not an account id: twelve digits
        tagRules: there is no rule, so every ref would be refused
        services.api.ecr.repository: is required
        services.api.ecr.build: is required
    "
  `);
});

test('a config outside of a git repository says so', async () => {
  const { code, err } = await planWith(
    'fine.json',
    JSON.stringify({
      project: 'shop',
      environments: { staging: { account: '111111111111', region: 'eu-west-1' } },
      tagRules: [{ tag: 'v.*', environments: ['staging'] }],
      services: { api: { ecs: { cluster: 'shop', service: 'api', container: 'app' } } },
    }),
  );
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "error: FOLDER is not in a git repository (NOT_A_REPOSITORY)
      hint: a release is a git tag or commit: run it in the checkout, or run git init and commit
    "
  `);
});

const noRoot = missingParts('root');
test.skipIf(noRoot.length > 0)(`a config of another user is refused${leftOut(noRoot)}`, async () => {
  await writeFile(join(folder, 'theirs.ts'), "throw new Error('it was run');\n");
  await chown(join(folder, 'theirs.ts'), 4242, 4242);
  const { code, err } = await runBin(['plan', 'staging', '--config', 'theirs.ts'], { cwd: folder });
  expect([code, err]).toEqual([8, expect.stringContaining('belongs to user 4242, but this is user 0')]);
});

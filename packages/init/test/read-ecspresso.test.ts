import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ecspressoSource } from '../src/ecspresso/ecspresso-source.ts';
import { renderProject } from '../src/write/render-project.ts';

const config = 'region: eu-west-1\ncluster: shop\nservice: api\n';
const definition = JSON.stringify({
  family: 'api',
  containerDefinitions: [{ name: 'app', image: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/api:v1' }],
});

const makeFolder = async (files: Readonly<Record<string, string>>) => {
  const folder = await mkdtemp(join(tmpdir(), 'funade-ecspresso-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return {
    folder,
    read: (paths: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
      ecspressoSource({
        cwd: folder,
        paths,
        project: 'shop',
        environment: null,
        services: [],
        account: null,
        region: null,
        role: null,
        env,
        signal: new AbortController().signal,
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

test('a file of Jsonnet is what jsonnet makes of it, and is named where that is not installed', async () => {
  await using shop = await makeFolder({
    'ecspresso.yml': `${config}task_definition: td.jsonnet\n`,
    'td.jsonnet': '// a comment\n{}',
    'td.jsonnet.json': definition,
    'bin/jsonnet': '#!/bin/sh\necho "$1" > asked\n/bin/cat "$1.json"\n',
    'broken/jsonnet': '#!/bin/sh\necho "RUNTIME ERROR: undefined external variable: env" >&2\nexit 1\n',
  });
  for (const bin of ['bin', 'broken']) await chmod(join(shop.folder, bin, 'jsonnet'), 0o755);
  const found = await shop.read([], { PATH: join(shop.folder, 'bin') });
  expect(renderProject(found).map(({ path }) => path)).toEqual(['deploy.config.ts', 'ecs/api.json']);
  expect(found.left).toEqual([]);
  const without = await shop.read([], { PATH: '' });
  expect(without.services.api?.environments.production?.ecs).not.toHaveProperty('taskDefinition');
  expect(without.left).toEqual([
    {
      place: 'ecspresso.yml',
      what: 'account 111111111111',
      reason: 'the account is written nowhere: it is a sample',
      instead: 'pass --account, or write it under environments in deploy.config.ts',
    },
    {
      place: 'td.jsonnet',
      what: 'the task definition',
      reason: 'jsonnet is not installed: install it, or name what `ecspresso render` prints',
      instead: 'deploys are made from the revision that runs',
    },
  ]);
  const broken = await shop.read([], { PATH: join(shop.folder, 'broken') });
  expect(broken.left.at(-1)?.reason).toBe(
    'jsonnet says: RUNTIME ERROR: undefined external variable: env; name what `ecspresso render` prints',
  );
});

test('a definition whose content templates decide is named with its line', async () => {
  await using shop = await makeFolder({
    'ecspresso.yml': `${config}task_definition: td.json\n`,
    'td.json': '{\n  {{ if eq (env `A`) `b` }}\n  "family": "api"\n  {{ end }}\n}\n',
  });
  expect((await shop.read([])).left.at(-1)).toEqual({
    place: 'td.json:2',
    what: 'the task definition',
    reason: '{{if}} decides what the file contains, which only ecspresso can do',
    instead: 'deploys are made from the revision that runs',
  });
});

test.each<[string, readonly string[], string]>([
  ['no config', [], 'no config of ecspresso is named, and there is none here'],
  ['a file that is not there', ['x.yml'], 'x.yml cannot be read: there is no such file'],
  [
    'a file of another kind',
    ['other.yml'],
    'other.yml cannot be read: it is no config of ecspresso: it names no task_definition',
  ],
  [
    'a file that is no YAML',
    ['broken.yml'],
    'broken.yml:2 cannot be read: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
])('%s is told', async (...[, paths, message]) => {
  await using shop = await makeFolder({ 'other.yml': 'a: 1\n', 'broken.yml': 'a: [\nb: 1\n' });
  await expect(shop.read(paths)).rejects.toThrow(message);
});

test('services of one environment keep their own names', async () => {
  const files = Object.fromEntries(
    ['api', 'worker'].map((name) => [
      `prod/${name}.yml`,
      `${config.replace('api', `shop-${name}-prod`)}task_definition: td.json\n`,
    ]),
  );
  await using shop = await makeFolder({ ...files, 'prod/td.json': definition });
  const found = await shop.read(['prod/api.yml', 'prod/worker.yml']);
  expect(Object.keys(found.environments)).toEqual(['prod']);
  expect(Object.keys(found.services)).toEqual(['shop-api', 'shop-worker']);
});

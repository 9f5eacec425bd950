import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourcePaths } from '../src/observe/source-paths.ts';
import { type EcrOptions, ecrOptions } from '../src/options/options.ts';
import { release, testContext } from './test-context.ts';

const paths = [
  'app/main.js',
  'app/notes/a.md',
  'app/.dockerignore',
  'docker/app.Dockerfile',
  'docker/other',
  'files/www/index.html',
  'files/README.md',
  'ca.pem',
];

test.each([
  ['a context with an ignore file', { build: { context: 'app' } }, ['app/main.js', 'app/.dockerignore']],
  [
    'a Dockerfile elsewhere',
    { build: { context: 'app', dockerfile: '../docker/app.Dockerfile' } },
    ['app/main.js', 'app/.dockerignore', 'docker/app.Dockerfile'],
  ],
  [
    'content',
    {
      build: { with: 'containerify', context: 'files', from: 'scratch', content: { www: '/www' }, entrypoint: ['/x'] },
    },
    ['files/www/index.html'],
  ],
  [
    'a secret in a file',
    { build: { context: 'docker', secrets: { ca: { file: './ca.pem' } } } },
    ['docker/app.Dockerfile', 'docker/other', 'ca.pem'],
  ],
  ['an image that is there', { prebuilt: { tag: 'stable-1' } }, []],
  ['an image of the release', { prebuilt: { tag: 'v1.2.3-arm' } }, null],
  ['a copy that is built nowhere here', { from: 'staging' }, null],
  ['a copy that is built here', { from: 'staging', build: { context: 'app' } }, ['app/main.js', 'app/.dockerignore']],
])('%s', async (_, image, taken) => {
  const root = await mkdtemp(join(tmpdir(), 'funade-sources-'));
  try {
    await mkdir(join(root, 'app'));
    await writeFile(join(root, 'app/.dockerignore'), 'notes\n');
    await using context = testContext({ root });
    const options = ecrOptions.parse({ repository: 'shop/app', ...image }) as EcrOptions;
    const request = {
      project: 'shop',
      environment: context.environment,
      release: release(),
      allow: { dirty: false, downgrade: false, adoptImage: false, force: false },
      targets: [{ id: 'app@production' as const, service: 'app', options }],
    };
    expect(await sourcePaths(request, paths, context)).toEqual({ 'app@production': taken });
  } finally {
    await rm(root, { recursive: true });
  }
});

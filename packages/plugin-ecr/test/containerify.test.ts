import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import type { BuildStepInput } from '../src/builders/builder.ts';
import { containerify } from '../src/builders/containerify.ts';
import { filesInTar } from './files-in-tar.ts';
import { stepContext, testContext } from './test-context.ts';

const input: BuildStepInput = {
  repository: 'shop/web',
  repositoryUri: '127.0.0.1:1/shop/web',
  tag: 'v1.0.0',
  builder: 'containerify',
  build: {
    context: 'web',
    from: 'scratch',
    content: { 'dist/index.html': '/srv/index.html', app: '/srv/app' },
    entrypoint: ['/srv/app', '--name', 'two words'],
    env: { GREETING: 'hello, context=1' },
    user: '1000',
    workdir: '/srv',
    expose: [8080],
  },
  labels: { 'org.opencontainers.image.revision': 'abc', note: 'a, b=c' },
  sourceDateEpoch: 1_700_000_000,
};

test('files become an image without a base image and without an engine, the same one each time', async () => {
  await using folder = await project();
  const digests: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    await using context = testContext({ root: folder.path });
    const step = stepContext(context);
    const built = await containerify.build(input, step);
    if (built.kind !== 'layout') throw new Error('no layout');
    digests.push(built.digest);
    expect(step.said.lines.join('\n')).toContain('custom');
    const blob = (digest: unknown) => join(built.path, 'blobs', ...String(digest).split(':'));
    const manifest = await readJson(blob(built.digest));
    const config = await readJson(blob((manifest.config as JsonObject).digest));
    expect(config).toMatchObject({
      created: '2023-11-14T22:13:20.000Z',
      os: 'linux',
      architecture: 'amd64',
      config: {
        Entrypoint: ['/srv/app', '--name', 'two words'],
        Env: ['GREETING=hello, context=1'],
        User: '1000',
        WorkingDir: '/srv',
        ExposedPorts: { '8080/tcp': {} },
        Labels: { 'org.opencontainers.image.revision': 'abc', note: 'a, b=c' },
      },
    });
    const layers = manifest.layers as readonly JsonObject[];
    expect(await filesInTar(blob(layers[0]?.digest))).toContain('/srv/index.html');
  }
  expect(digests[0]).toBe(digests[1]);
});

test('a release that changes a file of a Node application keeps the layer of its dependencies', async () => {
  await using folder = await project();
  await mkdir(join(folder.path, 'app/node_modules/left-pad'), { recursive: true });
  await writeFile(join(folder.path, 'app/node_modules/left-pad/index.js'), 'module.exports = 1;');
  await writeFile(join(folder.path, 'app/package.json'), '{"name":"app","version":"1.0.0"}');
  const releases: { readonly created: unknown; readonly layers: readonly unknown[] }[] = [];
  for (const [text, sourceDateEpoch] of [
    ['one', 1_700_000_000],
    ['two', 1_800_000_000],
  ] as const) {
    await writeFile(join(folder.path, 'app/main.js'), text);
    await using context = testContext({ root: folder.path });
    const build = { context: 'app', from: 'scratch' };
    const built = await containerify.build({ ...input, build, sourceDateEpoch }, stepContext(context));
    if (built.kind !== 'layout') throw new Error('no layout');
    const blob = (digest: unknown) => join(built.path, 'blobs', ...String(digest).split(':'));
    const manifest = await readJson(blob(built.digest));
    const config = await readJson(blob((manifest.config as JsonObject).digest));
    const history = config.history as readonly JsonObject[];
    expect(new Set(history.map(({ created }) => created))).toEqual(new Set([config.created]));
    releases.push({
      created: config.created,
      layers: (manifest.layers as readonly JsonObject[]).map(({ digest }) => digest),
    });
  }
  const [one, two] = releases;
  expect([one?.created, two?.created]).toEqual(['2023-11-14T22:13:20.000Z', '2027-01-15T08:00:00.000Z']);
  expect(two?.layers[0]).toBe(one?.layers[0]);
  expect(two?.layers[1]).not.toBe(one?.layers[1]);
});

test('content that is not there is named before anything is built', async () => {
  await using folder = await project();
  await using context = testContext({ root: folder.path });
  const build = { ...input.build, content: { build: '/srv' } };
  await expect(containerify.build({ ...input, build }, stepContext(context))).rejects.toMatchObject({
    code: 'BUILD_CONTEXT_MISSING',
    message: 'the content of shop/web does not exist: web/build',
  });
});

test('a build that fails says its last lines', async () => {
  await using folder = await project();
  await using context = testContext({ root: folder.path });
  const build = { context: 'web/dist', from: 'scratch' };
  await expect(containerify.build({ ...input, build }, stepContext(context))).rejects.toMatchObject({
    code: 'BUILD_FAILED',
    evidence: expect.arrayContaining([expect.stringContaining('Did you forget to run npm install?')]),
  });
});

test('nothing is left of a build when the command ends', async () => {
  await using folder = await project();
  const temp = await mkdtemp(join(folder.path, 'tmp-'));
  await using context = testContext({ root: folder.path, env: { PATH: process.env.PATH, TMPDIR: temp } });
  const built = await containerify.build(input, stepContext(context));
  await context.resources.close();
  expect(built.kind === 'layout' && built.path.startsWith(temp)).toBe(true);
  expect(await readdir(temp)).toEqual([]);
});

async function project(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'funade-test-'));
  await mkdir(join(path, 'web/dist'), { recursive: true });
  await writeFile(join(path, 'web/dist/index.html'), '<h1>hello</h1>');
  await writeFile(join(path, 'web/app'), '#!/bin/sh\n', { mode: 0o755 });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function readJson(path: string): Promise<JsonObject> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  return isJsonObject(value) ? value : {};
}

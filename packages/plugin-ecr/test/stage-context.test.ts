import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '@funade/core';
import { buildPlan } from '@funade/core/testing';
import { expect, test } from 'vitest';
import type { BuildStepInput } from '../src/builders/builder.ts';
import { findOwnFiles } from '../src/builders/find-own-files.ts';
import { stageContext } from '../src/builders/stage-context.ts';
import { buildImage } from '../src/steps/build-image.ts';
import { filesInTar } from './files-in-tar.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { stepContext, testContext } from './test-context.ts';

const input: BuildStepInput = {
  repository: 'shop/web',
  repositoryUri: '127.0.0.1:1/shop/web',
  tag: 'v1.0.0',
  builder: 'containerify',
  build: {
    context: '.',
    from: 'scratch',
    content: { app: '/srv/app', data: '/srv/data', deploy: '/srv/deploy' },
    entrypoint: ['/srv/app'],
  },
  labels: {},
  sourceDateEpoch: 1_700_000_000,
};
const plan = JSON.stringify(buildPlan([]), null, 2);

/** A project with everything of ours that can lie in it. */
async function project() {
  const folder = await temporaryFolder();
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(join(folder.path, name, '..'), { recursive: true });
    await writeFile(join(folder.path, name), text);
  };
  await write('app', '#!/bin/sh\n');
  await write('data/settings.json', '{"format":1}');
  await write('plan.json', plan);
  await write('other-plan', plan);
  await write('deploy/plan.json', plan);
  await write('data/deep/er/kept.txt', 'kept');
  await write('data/deep/er/yesterday.txt', plan);
  await write('data/deep/.funade/runs/old.jsonl', '{"type":"journal","format":1}\n');
  await write('data/deep/run.jsonl', '{"type":"journal","format":1}\n');
  await write('deploy/a.sh', 'a');
  await write('.funade/runs/old.jsonl', '{"type":"journal","format":1}\n');
  await write('state/runs/1.jsonl', '{"type":"journal","format":1}\n');
  return folder;
}

test('the layers of a real build hold nothing of ours', async () => {
  await using folder = await project();
  const own = [join(folder.path, 'state'), join(folder.path, 'deploy/plan.json')];
  await using context = testContext({ root: folder.path, own });
  const step = stepContext(context);
  const { built } = (await buildImage.run(input, step)) as { readonly built: { readonly path: string } };
  const names = await filesOf(built.path);
  expect(names.filter((name) => name.startsWith('/srv/')).sort()).toEqual([
    '/srv/app',
    '/srv/data/deep/er/kept.txt',
    '/srv/data/settings.json',
    '/srv/deploy/a.sh',
  ]);
  expect(step.said.lines.at(0)).toMatch(/^left out of the build: .*plan\.json/);
});

test('a saved plan that no command names any more is found wherever it lies', async () => {
  await using folder = await project();
  await using context = testContext({ root: folder.path, env: { TMPDIR: folder.path } });
  await using staged = await stageContext({ ...input, build: { context: 'data' } }, stepContext(context));
  const files = await readdir(staged.input.build.context, { recursive: true });
  expect(files.toSorted()).toEqual(['deep', 'deep/er', 'deep/er/kept.txt', 'settings.json']);
});

test('many files are looked into in little time', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'plan.json'), plan);
  for (let index = 0; index < 50; index += 1) {
    await mkdir(join(folder.path, `${index}`));
    const names = Array.from({ length: 100 }, (_, each) => join(folder.path, `${index}`, `${each}.js`));
    await Promise.all(names.map((name) => writeFile(name, 'export {};')));
  }
  expect(await findOwnFiles(folder.path)).toEqual({ paths: [join(folder.path, 'plan.json')], complete: true });
});

test('a context without anything of ours is built as it is', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'package.json'), '{"format":1,"id":"x"}');
  await using context = testContext({ root: folder.path, own: [join(folder.path, '../elsewhere')] });
  await using staged = await stageContext(input, stepContext(context));
  expect(staged.input).toBe(input);
});

test('a Dockerfile outside of the context stays where it is, and the copy goes with the build', async () => {
  await using folder = await project();
  await using context = testContext({ root: folder.path, env: { TMPDIR: folder.path } });
  const build = { context: 'deploy', dockerfile: '../Dockerfile' };
  const staged = await stageContext({ ...input, build }, stepContext(context));
  expect(await readdir(staged.input.build.context)).toEqual(['a.sh']);
  expect(join(staged.input.build.context, staged.input.build.dockerfile ?? '')).toBe(join(folder.path, 'Dockerfile'));
  await staged[Symbol.asyncDispose]();
  await expect(readdir(staged.input.build.context)).rejects.toThrow('ENOENT');
});

async function filesOf(layout: string): Promise<readonly string[]> {
  const blob = (digest: unknown): string => join(layout, 'blobs', ...String(digest).split(':'));
  const index = await readJson(join(layout, 'index.json'));
  const manifest = await readJson(blob((index.manifests as readonly JsonObject[])[0]?.digest));
  const names: string[] = [];
  for (const { digest } of manifest.layers as readonly JsonObject[]) {
    names.push(...(await filesInTar(blob(digest))));
  }
  return names;
}

async function readJson(path: string): Promise<JsonObject> {
  const { readFile } = await import('node:fs/promises');
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  return isJsonObject(value) ? value : {};
}

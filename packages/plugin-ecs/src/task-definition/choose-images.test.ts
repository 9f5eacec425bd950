import type { ImageArtifact } from '@funade/core';
import { expect, test } from 'vitest';
import { chooseImages } from './choose-images.ts';

function image(name: string | null, target: ImageArtifact['target'] = 'web@production'): ImageArtifact {
  const repositoryUri = `registry.example/${name ?? 'only'}`;
  const reference = `${repositoryUri}:v1`;
  return { target, name, reference, repositoryUri, tag: 'v1', digest: null, platforms: null };
}

type Containers = Readonly<Record<string, string | null>>;

const both = [image('web'), image('proxy'), image(null, 'api@production')];

test.each<[string, Containers, readonly ImageArtifact[], Containers]>([
  ['the only image', { app: null }, [image(null)], { app: null }],
  ['the only image although it has a name', { app: null }, [image('web')], { app: 'web' }],
  ['images by name', { web: 'web', nginx: 'proxy' }, both, { web: 'web', nginx: 'proxy' }],
  ['one image twice', { web: 'web', migrate: 'web' }, both, { web: 'web', migrate: 'web' }],
  [
    'the only image by the name of the service',
    { app: 'web', migrate: 'web' },
    [image(null)],
    { app: null, migrate: null },
  ],
  ['none of another target', { app: null }, [image(null), image(null, 'api@production')], { app: null }],
])('a target gets %s', (_, ...[containers, upstream, names]) => {
  const chosen = chooseImages('web@production', new Map(Object.entries(containers)), upstream);
  expect(Object.fromEntries([...chosen].map(([container, { name }]) => [container, name]))).toEqual(names);
});

test('a wrong name of the only image is told with the right one', () => {
  expect(() => chooseImages('web@production', new Map([['app', 'wbe']]), [image(null)])).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('containers: { app: "web" }; available: web') }),
  );
});

test.each<[string, Containers, readonly ImageArtifact[]]>([
  ['there is no image', { app: null }, []],
  ['there are several to choose from', { app: null }, both],
  ['no image has the name', { web: 'wbe' }, both],
])('it is refused when %s', (_, ...[containers, upstream]) => {
  expect(() => chooseImages('web@production', new Map(Object.entries(containers)), upstream)).toThrow(
    expect.objectContaining({ code: 'ECS_NO_IMAGE' }),
  );
});

import { expect, test } from 'vitest';
import { plainValue, type Value } from '../model/value.ts';
import { type ContainerImage, imageOptions } from './image-options.ts';

const host = '111111111111.dkr.ecr.eu-west-1.amazonaws.com';
const container = (name: string, image: string, more: Partial<ContainerImage> = {}): ContainerImage => ({
  name,
  image,
  filled: image.includes('{{'),
  essential: true,
  place: 'td.json:5',
  ...more,
});
const plain = (value: Value): unknown => JSON.parse(JSON.stringify(value, (_, item) => plainValue(item)));

test.each<[string, readonly ContainerImage[], object, object, readonly string[]]>([
  [
    'the tag of a variable',
    [container('app', `${host}/shop:{{env "TAG"}}`), container('log', 'fluent-bit:1')],
    { repository: 'shop', prebuilt: { tag: '{{env "TAG"}}' } },
    { container: 'app' },
    [],
  ],
  [
    'several',
    [container('app', `${host}/shop:{{env "TAG"}}`), container('my.web', '{{env "WEB"}}')],
    {
      images: {
        app: { repository: 'shop', prebuilt: { tag: '{{env "TAG"}}' } },
        'my-web': { prebuilt: '{{env "WEB"}}' },
      },
    },
    { containers: { app: 'app', 'my.web': 'my-web' } },
    [],
  ],
  [
    'the one from ECR where nothing is filled in',
    [container('log', 'fluent-bit:1'), container('app', `${host}/shop:v1`)],
    { repository: 'shop', prebuilt: { tag: 'v1' } },
    { container: 'app' },
    [],
  ],
  [
    'a moving tag',
    [container('app', `${host}/shop:latest`)],
    { repository: 'shop', prebuilt: { tag: '{{release.tag}}' } },
    { container: 'app' },
    [`image ${host}/shop:latest`],
  ],
  [
    'no tag at all',
    [container('app', 'nginx')],
    { prebuilt: 'nginx:{{release.tag}}' },
    { container: 'app' },
    ['image nginx'],
  ],
  [
    'a digest',
    [container('app', `${host}/shop@sha256:ab`)],
    { repository: 'shop', prebuilt: { digest: 'sha256:ab' } },
    { container: 'app' },
    [],
  ],
  [
    'the registry of another account',
    [container('app', '222222222222.dkr.ecr.eu-west-1.amazonaws.com/shop:{{env "TAG"}}')],
    { prebuilt: '222222222222.dkr.ecr.eu-west-1.amazonaws.com/shop:{{env "TAG"}}' },
    { container: 'app' },
    [],
  ],
  [
    'a registry that a variable names',
    [container('app', '{{env "ID"}}.dkr.ecr.eu-west-1.amazonaws.com/shop:{{env "TAG"}}')],
    { repository: 'shop', prebuilt: { tag: '{{env "TAG"}}' } },
    { container: 'app' },
    [],
  ],
])('%s', (...[, containers, ecr, ecs, left]) => {
  const options = imageOptions(containers, '111111111111');
  expect([plain(options.ecr), plain(options.ecs)]).toEqual([ecr, ecs]);
  expect(options.left.map(({ what }) => what)).toEqual(left);
});

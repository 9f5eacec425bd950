import { ref } from '@funade/core';
import { expect, test } from 'vitest';
import { imageOf, setImages } from './set-images.ts';

const agent = 'public.ecr.aws/datadog/agent@sha256:10d1f5b58f74683ad34eb29287e07dab1e90f10af243f151bb50aa5dbb4d62ee';

type Containers = readonly (readonly [name: string, image: string])[];

function definition(...containers: Containers) {
  return { family: 'web', containerDefinitions: containers.map(([name, image]) => ({ name, image, cpu: 0 })) };
}

test.each<[string, Containers, Readonly<Record<string, string>>, Containers]>([
  [
    'the first container alone',
    [
      ['bot', 'technekes/bot:cc3813d066893fd6c4'],
      ['redis', 'redis:latest'],
    ],
    { bot: 'technekes/bot:40495fa26f0bbc5d02' },
    [
      ['bot', 'technekes/bot:40495fa26f0bbc5d02'],
      ['redis', 'redis:latest'],
    ],
  ],
  [
    'a container that is not the first',
    [
      ['datadog-agent', agent],
      ['web', 'R/web:v1.3.9'],
    ],
    { web: 'R/web:v1.4.0' },
    [
      ['datadog-agent', agent],
      ['web', 'R/web:v1.4.0'],
    ],
  ],
  [
    'an init container that shares the image',
    [
      ['migrate', 'R/web:v1.3.9'],
      ['web', 'R/web:v1.3.9'],
    ],
    { web: 'R/web:v1.4.0', migrate: 'R/web:v1.4.0' },
    [
      ['migrate', 'R/web:v1.4.0'],
      ['web', 'R/web:v1.4.0'],
    ],
  ],
  ['nothing', [['web', 'R/web:v1']], {}, [['web', 'R/web:v1']]],
])('sets %s', (_, ...[before, images, after]) => {
  const changed = setImages(definition(...before), new Map(Object.entries(images)));
  expect(changed).toEqual(definition(...after));
});

test('an image that another step will know is set as a reference', () => {
  const image = ref<string>('ecr.push-image:shop/web@production', 'reference');
  const changed = setImages(definition(['web', 'R/web:v1']), new Map([['web', image]]));
  expect(changed.containerDefinitions).toEqual([{ name: 'web', image, cpu: 0 }]);
});

test('an unknown container is refused with the names there are', () => {
  const refused = () =>
    setImages(definition(['datadog-agent', agent], ['web', 'R/web:v1']), new Map([['webb', 'R/web:v2']]));
  expect(refused).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_CONTAINER', hint: 'did you mean "web"? available: datadog-agent, web' }),
  );
});

test('the image of a container is found by its name', () => {
  const web = definition(['datadog-agent', agent], ['web', 'R/web:v1']);
  expect(imageOf(web, 'web')).toBe('R/web:v1');
  expect(imageOf(web, 'api')).toBeNull();
});

import { expect, test } from 'vitest';
import { parseImageName } from './image-name.ts';

const shown = (text: string): string => {
  const name = parseImageName(text);
  const end = `${name.tag ?? '-'} ${name.digest ?? '-'}`;
  return name.kind === 'ecr' ? `${name.account} ${name.region} | ${name.repository} | ${end}` : `${name.name} | ${end}`;
};
const host = '111111111111.dkr.ecr.eu-west-1.amazonaws.com';

test.each([
  [`${host}/shop/api:v1`, '111111111111 eu-west-1 | shop/api | v1 -'],
  [`${host}/api`, '111111111111 eu-west-1 | api | - -'],
  [`${host}/api:v1@sha256:ab`, '111111111111 eu-west-1 | api | v1 sha256:ab'],
  [`${host}/api:{{env "A:/"}}`, '111111111111 eu-west-1 | api | {{env "A:/"}} -'],
  ['{{env "ID"}}.dkr.ecr.{{env "R"}}.amazonaws.com/{{env "B"}}:x', 'null null | {{env "B"}} | x -'],
  ['111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/api:1', '111111111111 cn-north-1 | api | 1 -'],
  ['nginx', 'nginx | - -'],
  ['nginx:1.29', 'nginx | 1.29 -'],
  ['localhost:5000/a:1', 'localhost:5000/a | 1 -'],
  ['localhost:5000/a', 'localhost:5000/a | - -'],
  ['{{env "IMAGE"}}', '{{env "IMAGE"}} | - -'],
  ['{{tfstate "x.url"}}:{{env "T"}}', '{{tfstate "x.url"}} | {{env "T"}} -'],
])('%s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

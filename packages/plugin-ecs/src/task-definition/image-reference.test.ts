import { expect, test } from 'vitest';
import { parseImageReference } from './image-reference.ts';

const a = `sha256:${'a'.repeat(64)}`;
const tokyo = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com';
const beijing = '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn';
const fips = '123456789012.dkr-ecr-fips.us-gov-west-1.on.aws';

test.each([
  ['redis', null, 'redis', null, null],
  ['redis:latest', null, 'redis', 'latest', null],
  ['repo/app', null, 'repo/app', null, null],
  ['localhost/app', 'localhost', 'app', null, null],
  ['localhost:5000/app', 'localhost:5000', 'app', null, null],
  ['localhost:5000/app:v1', 'localhost:5000', 'app', 'v1', null],
  ['127.0.0.1:41233/shop/api:v1.2.0', '127.0.0.1:41233', 'shop/api', 'v1.2.0', null],
  [`${tokyo}/team/app@${a}`, tokyo, 'team/app', null, a],
  [`${beijing}/app:v1@${a}`, beijing, 'app', 'v1', a],
  [`${fips}/app:v1`, fips, 'app', 'v1', null],
  [`public.ecr.aws/datadog/agent@${a}`, 'public.ecr.aws', 'datadog/agent', null, a],
  ['technekes/bot:cc3813d066893fd6c4', null, 'technekes/bot', 'cc3813d066893fd6c4', null],
])('%s', (text, ...[registry, repository, tag, digest]) =>
  expect(parseImageReference(text)).toEqual({ registry, repository, tag, digest }),
);

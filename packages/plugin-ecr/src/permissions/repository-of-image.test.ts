import { expect, test } from 'vitest';
import { repositoryArn, repositoryOfImage } from './repository-of-image.ts';

test.each([
  [
    '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/api:v1',
    'arn:aws:ecr:eu-west-1:111111111111:repository/shop/api',
  ],
  [
    `111111111111.dkr.ecr-fips.us-gov-west-1.amazonaws.com/api@sha256:${'0'.repeat(64)}`,
    'arn:aws-us-gov:ecr:us-gov-west-1:111111111111:repository/api',
  ],
  [
    '111111111111.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/a/b.c',
    'arn:aws-cn:ecr:cn-north-1:111111111111:repository/a/b.c',
  ],
])('%s is in %s', (image, arn) => expect(repositoryOfImage(image)).toEqual({ account: '111111111111', arn }));

test.each(['public.ecr.aws/nginx/nginx:1', 'nginx', 'ghcr.io/acme/shop:v1', 'type=gha', ''])('%j is in none', (image) =>
  expect(repositoryOfImage(image)).toBeNull(),
);

test('a repository of an environment', () => {
  expect(repositoryArn({ account: '1', region: 'eusc-de-east-1' }, 'a')).toBe(
    'arn:aws-eusc:ecr:eusc-de-east-1:1:repository/a',
  );
});

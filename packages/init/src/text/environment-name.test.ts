import { expect, test } from 'vitest';
import { environmentIn, withoutEnvironment } from './environment-name.ts';

test.each([
  ['ecspresso/prod/ecspresso.yml', 'prod'],
  ['production/staging-api.yml', 'staging'],
  ['ecspresso.stg.yml', 'stg'],
  ['deploy_dev', 'dev'],
  ['producer/api.yml', null],
  ['', null],
])('%s speaks of %s', (text, expected) => expect(environmentIn(text)).toBe(expected));

test.each([
  ['prod-api', 'api'],
  ['shop-api-staging', 'shop-api'],
  ['shop-stg-api', 'shop-api'],
  ['api', 'api'],
  ['prod', null],
  ['', null],
])('%s without it is %s', (name, expected) => expect(withoutEnvironment(name)).toBe(expected));

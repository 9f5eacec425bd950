import { expect, test } from 'vitest';
import { endpointOf } from './endpoint-of.ts';

const all = 'http://all';
const own = 'http://own';
const nothing = { endpointUrl: () => null };

test.each([
  ['nothing is set', {}, 'ecs', null],
  ['one for all', { AWS_ENDPOINT_URL: all }, 'ecs', all],
  ['its own', { AWS_ENDPOINT_URL_ECS: own }, 'ecs', own],
  ['its own before that for all', { AWS_ENDPOINT_URL: all, AWS_ENDPOINT_URL_ECS: own }, 'ecs', own],
  ["another's", { AWS_ENDPOINT_URL_ECR: own }, 'ecs', null],
  ['a name of two words', { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: own }, 'cloudwatch logs', own],
  ['empty texts', { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_ECS: '' }, 'ecs', null],
  ['switched off', { AWS_ENDPOINT_URL: all, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True' }, 'ecs', null],
])('an endpoint comes from the variables: %s', (...[, env, service, endpoint]) => {
  expect(endpointOf(env, nothing, service)).toBe(endpoint);
});

const profile = { endpointUrl: (service: string) => (service === 'ecs' ? 'http://profile' : null) };

test.each([
  ['the profile alone', {}, 'ecs', 'http://profile'],
  ['the profile without one', {}, 'ecr', null],
  ['the variables before the profile', { AWS_ENDPOINT_URL: all }, 'ecs', all],
  ['switched off', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, 'ecs', null],
])('an endpoint comes from the profile: %s', (...[, env, service, endpoint]) => {
  expect(endpointOf(env, profile, service)).toBe(endpoint);
});

import { type Artifact, ref } from '@funade/core';
import { buildRequest, pluginContract } from '@funade/core/testing';
import { check } from '../src/index.ts';

const { project, environment, release, allow } = buildRequest([]);
const id = 'api@production';

const revision: Artifact = {
  type: 'revision',
  target: id,
  taskDefinition: ref<string>('ecs.register', 'taskDefinitionArn'),
  family: 'shop-api',
  running: null,
  changed: true,
};

const asked = (options: unknown) => ({
  project,
  environment,
  release,
  allow,
  targets: [{ id, service: 'api', options } as const],
});

const url = 'https://shop.example.com/healthz';

pluginContract(await check().load(), [
  { name: 'a check', request: asked({ url, json: { version: '1.2.0' } }), facts: null },
  {
    name: 'several checks',
    request: asked([{ url, header: { 'x-key': { env: 'KEY' } } }, { command: ['npm', 'run', 'smoke'] }]),
    facts: null,
    upstream: [{ ...revision, taskDefinition: 'arn' }],
  },
]);

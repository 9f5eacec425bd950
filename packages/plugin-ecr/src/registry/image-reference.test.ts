import { expect, test } from 'vitest';
import { parseImageReference, registryOrigin } from './image-reference.ts';

test.each([
  ['node', 'docker.io', 'library/node', 'latest'],
  ['node:24-slim', 'docker.io', 'library/node', '24-slim'],
  ['bitnami/node:24', 'docker.io', 'bitnami/node', '24'],
  ['docker.io/library/node:24', 'docker.io', 'library/node', '24'],
  ['localhost/base', 'localhost', 'base', 'latest'],
  ['127.0.0.1:5000/shop/base:v1', '127.0.0.1:5000', 'shop/base', 'v1'],
  ['public.ecr.aws/docker/library/node:24', 'public.ecr.aws', 'docker/library/node', '24'],
  ['registry.example.com/base:v1@sha256:abc', 'registry.example.com', 'base', 'sha256:abc'],
  ['node@sha256:abc', 'docker.io', 'library/node', 'sha256:abc'],
])('%s', (...[image, host, name, reference]) => expect(parseImageReference(image)).toEqual({ host, name, reference }));

test.each([
  ['docker.io', 'https://registry-1.docker.io'],
  ['111111111111.dkr.ecr.eu-west-1.amazonaws.com', 'https://111111111111.dkr.ecr.eu-west-1.amazonaws.com'],
  ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['localhost:5000', 'http://localhost:5000'],
  ['[::1]:5000', 'http://[::1]:5000'],
  ['127.0.0.1.example.com', 'https://127.0.0.1.example.com'],
  ['10.0.0.1:5000', 'https://10.0.0.1:5000'],
])('%s is reached at %s', (host, origin) => expect(registryOrigin(host)).toBe(origin));

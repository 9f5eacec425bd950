import { expect, test } from 'vitest';
import { type Artifact, artifactsOf } from './artifact.ts';

test('the artifacts of one type are those alone', () => {
  const revision = {
    type: 'revision',
    target: 'api@production',
    taskDefinition: 'api:1',
    changed: false,
  } as unknown as Artifact;
  const image = { type: 'image', target: 'api@production', name: null } as unknown as Artifact;
  expect(artifactsOf([image, revision], 'revision')).toEqual([revision]);
  expect(artifactsOf([image, revision], 'image')).toEqual([image]);
});

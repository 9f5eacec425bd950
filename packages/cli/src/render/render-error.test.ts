import { expect, test } from 'vitest';
import { errorOf } from '../../test/builders.ts';
import { renderError } from './render-error.ts';

test('message, code and hint', () => {
  expect(renderError(errorOf())).toMatchInlineSnapshot(`
    "error: cluster "shop" does not exist in ap-northeast-1 of 222222222222 (ECS_CLUSTER_MISSING)
      hint: create it, or write another name under \`ecs.cluster\`
    "
  `);
});

test('causes come before the hint, each once, without those that repeat the message', () => {
  const because = [
    'ClusterNotFoundException: Cluster not found.',
    'cluster "shop" does not exist',
    'socket hang up',
    'socket hang up',
  ];
  expect(renderError(errorOf({ because }))).toMatchInlineSnapshot(`
    "error: cluster "shop" does not exist in ap-northeast-1 of 222222222222 (ECS_CLUSTER_MISSING)
      because: ClusterNotFoundException: Cluster not found.
      because: socket hang up
      hint: create it, or write another name under \`ecs.cluster\`
    "
  `);
});

test('more lines are indented', () => {
  const message = 'tag "nightly" may not go to "production"\nthe tag rules are:\n  tagRules[0]: tag /^v/';
  expect(renderError(errorOf({ message, because: ['one\ntwo'], hint: 'first\nsecond' }))).toMatchInlineSnapshot(`
    "error: tag "nightly" may not go to "production" (ECS_CLUSTER_MISSING)
      the tag rules are:
        tagRules[0]: tag /^v/
      because: one
               two
      hint: first
            second
    "
  `);
});

test('an error without a hint', () => {
  expect(renderError(errorOf({ hint: null }))).toMatchInlineSnapshot(`
    "error: cluster "shop" does not exist in ap-northeast-1 of 222222222222 (ECS_CLUSTER_MISSING)
    "
  `);
});

import { expect, test } from 'vitest';
import type { StepId } from '../model/step.ts';
import { buildStep } from '../testing/builders.ts';
import { withPhases } from './link-phases.ts';

const build = buildStep('ecr.build-image:shop/api@production');
const push = buildStep('ecr.push-image:shop/api@production');
const web = buildStep('ecs.update-service:web@production');
const linksOf = (id: StepId, steps: Parameters<typeof withPhases>[0]) => {
  const step = withPhases(steps).find((one) => one.id === id);
  return { needs: step?.needs, after: step?.after };
};

test('the phases of a target order its steps, which say nothing of each other', () => {
  expect(linksOf(push.id, [build, push])).toEqual({ needs: [build.id], after: [] });
});

test('what changes another target waits for the last step of an image alone: the build has ended by then', () => {
  expect(linksOf(web.id, [build, push, web])).toEqual({ needs: [], after: [push.id] });
});

test('two images are both waited for', () => {
  const other = buildStep('ecr.build-image:shop/docs@production');
  expect(linksOf(web.id, [build, other, web])).toEqual({ needs: [], after: [build.id, other.id] });
});

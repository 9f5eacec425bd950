import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';

const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];

test('another capacity provider strategy goes out with the deployment that ECS wants forced, and is shown', async () => {
  const { web } = caseConfig.services;
  const ecs = { ...web.ecs, settings: { capacityProviderStrategy } };
  const config = { ...caseConfig, services: { web: { ...web, ecs } } };
  await using project = await makeCase({ 'deploy.config.json': config });
  const plan = await project.funade('plan prod --tag v2.0.0');
  expect(plan.code).toBe(0);
  expect(plan.out).toContain('forceNewDeployment');
  expect((await project.funade('deploy prod --tag v2.0.0 --yes')).code).toBe(0);
  expect(project.sandbox.requests('ecs.UpdateService').map(({ body, error }) => [body, error])).toEqual([
    [expect.objectContaining({ capacityProviderStrategy, forceNewDeployment: true }), null],
  ]);
  const again = await project.funade('plan prod --tag v2.0.0');
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('nothing to do')]);
});

import { startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { useSession } from '../src/index.ts';
import { account, role, worldOf } from './world.ts';

const seed = {
  accounts: {
    [account]: {
      roles: { deploy: { trust: { subjects: ['repo:o/r:ref:refs/tags/*'], principals: ['111111111111'] } } },
      regions: { 'eu-west-1': {} },
    },
    '111111111111': { regions: { 'eu-west-1': {} } },
  },
};

test('a GitHub job with an id token is the role', async () => {
  await using sandbox = await startSandbox({ seed });
  const env = await sandbox.githubEnvironment({ repository: 'o/r', ref: 'refs/tags/v1.2.0' });
  const world = worldOf(sandbox, { environment: { role }, env });
  const session = await useSession(world);
  expect(session.callerArn).toBe('arn:aws:sts::222222222222:assumed-role/deploy/funade-shop-github-1');
  await world.resources.close();
});

test('a user assumes the role', async () => {
  await using sandbox = await startSandbox({ seed });
  const world = worldOf(sandbox, {
    environment: { role },
    env: { ...sandbox.environment({ account: '111111111111' }), USER: 'alice' },
  });
  const session = await useSession(world);
  expect(session.callerArn).toBe('arn:aws:sts::222222222222:assumed-role/deploy/funade-shop-alice');
  await world.resources.close();
});

test('credentials of another account are refused', async () => {
  await using sandbox = await startSandbox({ seed });
  const world = worldOf(sandbox, { env: sandbox.environment({ account: '111111111111' }) });
  await expect(useSession(world)).rejects.toMatchObject({ code: 'WRONG_ACCOUNT', category: 'refused' });
  await world.resources.close();
});

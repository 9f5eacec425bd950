import { applyPlan, createPlan, type Plan, type RunContext, type RunEvent } from '@funade/core';
import { buildDefinition, buildPlugin, buildRequest, buildStep, hearing } from '@funade/core/testing';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { awsPlugin } from '../src/aws-plugin.ts';
import { sessionStepId, useSession } from '../src/index.ts';
import { account, role, worldOf } from './test-context.ts';

const seed = {
  accounts: {
    [account]: { roles: { deploy: { trust: { subjects: ['repo:o/r:*'] } } }, regions: { 'eu-west-1': {} } },
  },
};

/** A plugin whose one step needs the session, and says which keys it got: what no step may do. */
const careless = buildPlugin('careless', {
  steps: [
    buildDefinition('careless.step', async (_, context) => {
      const session = await useSession(context as unknown as RunContext);
      const { secretAccessKey, sessionToken } = await session.clientConfigFor('ecs').credentials();
      context.output(`signing with ${secretAccessKey}`);
      context.progress(`as ${sessionToken}`);
      return { token: context.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '' };
    }),
  ],
  plan: () => ({
    steps: [buildStep('careless.step:api@production', { needs: [sessionStepId('production')] })],
    rollback: [],
    artifacts: [],
    notes: [],
    warnings: [],
    versions: [],
  }),
});
const plugins = [awsPlugin, careless];

async function plan(context: RunContext): Promise<Plan> {
  return createPlan(buildRequest(['api'], { environment: context.environment }), plugins, context);
}

async function apply(plan: Plan, context: RunContext): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  await applyPlan(plan, context, { plugins, runId: 'run', reporters: hearing((event) => events.push(event)) });
  return events;
}

async function worldOfJob(sandbox: Sandbox): Promise<RunContext> {
  const env = await sandbox.githubEnvironment({ repository: 'o/r', ref: 'refs/tags/v1.2.0' });
  return worldOf(sandbox, { environment: { role }, env });
}

test('planning proves who we are, and the plan does not say it', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = await worldOfJob(sandbox);
  const { facts, steps } = await plan(context);
  expect(facts).toMatchObject({ aws: null });
  expect(steps.map(({ id }) => id)).toEqual(['aws.assume-role:production', 'careless.step:api@production']);
  expect(sandbox.requests('sts.*')).toHaveLength(1);
  await context.resources.close();
});

test('applying in the same process asks nothing again; in another one it does', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = await worldOfJob(sandbox);
  const made = await plan(context);
  await apply(made, context);
  expect(sandbox.requests('sts.*')).toHaveLength(1);
  const next = await worldOfJob(sandbox);
  const events = await apply(JSON.parse(JSON.stringify(made)), next);
  expect(sandbox.requests('sts.*')).toHaveLength(2);
  expect(events.find(({ type }) => type === 'step-succeeded')).toMatchObject({
    step: 'aws.assume-role:production',
    output: {
      callerArn: `arn:aws:sts::${account}:assumed-role/deploy/funade-shop-github-1`,
      account,
      expiresAt: sandbox.clock.now() + 3_600_000,
    },
  });
  await Promise.all([context.resources.close(), next.resources.close()]);
});

test('neither the plan nor an event holds a secret of the session, even of a careless step', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = await worldOfJob(sandbox);
  const made = await plan(context);
  const text = JSON.stringify([made, await apply(made, context)]);
  const { accessKeyId, secretAccessKey, sessionToken } = await (await useSession(context))
    .clientConfigFor('ecs')
    .credentials();
  for (const secret of [accessKeyId, secretAccessKey, sessionToken, context.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
  expect(text).toContain('signing with [secret]');
  await context.resources.close();
});

test('a role that is taken away stops what needs it', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = await worldOfJob(sandbox);
  const made = await plan(context);
  const next = await worldOfJob(sandbox);
  sandbox.faults.always('sts.AssumeRoleWithWebIdentity', { code: 'AccessDenied', status: 403 });
  const events = await apply(made, next);
  expect(events.map(({ type }) => type)).toEqual([
    'run-started',
    'step-started',
    'step-failed',
    'step-skipped',
    'run-finished',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/eyJ[\w-]+\.eyJ/);
  await Promise.all([context.resources.close(), next.resources.close()]);
});

import { expect, test } from 'vitest';
import { checkOut } from './check-out.ts';

interface Target {
  readonly EcsParameters: { readonly TaskDefinitionArn: string };
}

const revisionOf = ({ EcsParameters }: Target): string => EcsParameters.TaskDefinitionArn.split('/').at(-1) ?? '';

test('examples/jobs: a nightly job and a rule follow each release, and go back with it', {
  timeout: 240_000,
}, async () => {
  await using shop = await checkOut('jobs');
  const { sandbox, funade } = shop;
  const targetsPut = (): readonly string[] =>
    sandbox
      .requests('events.PutTargets')
      .map(({ body }) => revisionOf((body as unknown as { Targets: [Target] }).Targets[0]));
  const schedulesSent = (): readonly string[] =>
    ['scheduler.CreateSchedule', 'scheduler.UpdateSchedule'].flatMap((operation) =>
      sandbox.requests(operation).map(({ body }) => revisionOf((body as unknown as { Target: Target }).Target)),
    );
  const ran = async (...typed: readonly string[]) => {
    const { code, stdout } = await funade(...typed);
    return [code, stdout] as const;
  };

  expect(await ran('deploy', 'staging', '--tag', 'v1.0.0', '--yes')).toEqual([0, expect.any(String)]);
  expect([targetsPut(), schedulesSent()]).toEqual([['shop-api:2'], ['shop-report:1']]);
  expect(await ran('deploy', 'staging', '--tag', 'v1.0.0', '--yes')).toEqual([
    0,
    expect.stringContaining('nothing to do'),
  ]);

  const [code, status] = await ran('status', 'staging');
  expect([code, status]).toEqual([
    0,
    expect.stringContaining('report@staging: schedule shop.staging.report.nightly runs shop-report:1'),
  ]);
  expect(status).toContain('api@staging: rule shop-cleanup runs shop-api:2 at rate(1 hour)');
  expect(await ran('verify', 'staging', '--tag', 'v1.0.0')).toEqual([
    0,
    expect.stringMatching(/role shop-scheduler of schedule nightly/),
  ]);

  const second = await shop.shell('git commit --quiet --allow-empty --message Second; git tag v1.1.0', {});
  expect(second.code).toBe(0);
  expect(await ran('diff', 'staging', '--tag', 'v1.1.0')).toEqual([
    expect.any(Number),
    expect.stringContaining('shop-report:1 → shop-report (new revision)'),
  ]);
  expect(await ran('deploy', 'staging', '--tag', 'v1.1.0', '--yes')).toEqual([0, expect.any(String)]);
  expect([targetsPut().at(-1), schedulesSent().at(-1)]).toEqual(['shop-api:3', 'shop-report:2']);
  for (const command of ['history', 'tasks', 'events', 'watch']) {
    expect(await ran(command, 'staging')).toEqual([0, expect.any(String)]);
  }
  expect(await ran('run', 'staging', 'report', '--detach')).toEqual([0, expect.any(String)]);
  expect(await ran('rollback', 'staging', '--yes')).toEqual([0, expect.any(String)]);
  expect([targetsPut().at(-1), schedulesSent().at(-1)]).toEqual(['shop-api:2', 'shop-report:1']);
});

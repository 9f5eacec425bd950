import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { leftOut, missingParts } from '../packages/sandbox/test/support/parts.ts';
import { checkOut, here } from './check-out.ts';

// Side by side: they wait for the sandbox's time more than they compute.
const noDocker = missingParts('docker');
describe.each([
  { example: 'sandbox', missing: [], targets: ['api@staging', 'worker@staging', 'web@staging'] },
  { example: 'gitlab', missing: [], targets: ['api@staging'] },
  { example: 'github', missing: noDocker, targets: ['api@staging', 'worker@staging', 'web@staging'] },
])('examples/$example', ({ example, missing, targets }) => {
  test
    .skipIf(missing.length > 0)
    .concurrent(`deploys to a sandbox${leftOut(missing)}`, { timeout: 90_000 }, async () => {
      await using shop = await checkOut(example);
      const { events, code } = await shop.funade('deploy', 'staging', '--tag', 'v1.0.0', '--yes', '--reporter', 'json');
      expect(code).toBe(0);
      expect(failures(events)).toEqual([]);
      const updated = shop.sandbox.requests('ecs.UpdateService').map(({ body }) => body);
      expect(updated.map((body) => (body as { service: string }).service).sort()).toEqual(
        targets.map((target) => target.split('@')[0]).sort(),
      );
      expect((await shop.funade('deploy', 'staging', '--tag', 'v1.0.0', '--yes')).stdout).toContain('nothing to do');
    });
});

test.concurrent('the plan that a job of the GitLab example saves is applied by another, from the same folder', {
  timeout: 90_000,
}, async () => {
  await using shop = await checkOut('gitlab');
  const planned = await shop.funade('plan', 'staging', '--tag', 'v1.0.0', '--out', 'plan.json');
  expect(planned).toMatchObject({ code: 0 });
  const { code, events } = await shop.funade('apply', 'plan.json', '--yes', '--reporter', 'json');
  expect([code, failures(events)]).toEqual([0, []]);
});

test.concurrent.each([
  {
    example: 'gitlab',
    file: '.gitlab-ci.yml',
    scriptOf: (file: ParsedYaml) => file.rollback.script.join('\n'),
    environment: 'production',
  },
  {
    example: 'github',
    file: '.github/workflows/rollback.yml',
    scriptOf: (file: ParsedYaml) => file.jobs.rollback.steps.at(-1).run,
    environment: '"$ENVIRONMENT"',
  },
])(
  'the job of examples/$example that rolls back by hand does so, to what is named or the last stable one',
  {
    timeout: 90_000,
  },
  async ({ example, file, scriptOf, environment }) => {
    await using shop = await checkOut('gitlab');
    const script = scriptOf(parse(await readFile(join(here, example, file), 'utf8')));
    expect(script).toMatch(
      new RegExp(`node_modules/\\.bin/funade rollback ${environment.replaceAll('$', '\\$')} --yes`),
    );
    // The example’s sandbox has what staging runs; production would ask for its own.
    const variables = { ENVIRONMENT: 'staging' };
    const typed = script.replace('rollback production', 'rollback staging');
    expect(await shop.funade('deploy', 'staging', '--tag', 'v1.0.0', '--yes')).toMatchObject({ code: 0 });
    const back = await shop.shell(typed, { ...variables, FUNADE_TO: '', FUNADE_SERVICE: '' });
    expect([back.code, back.stdout]).toEqual([0, expect.stringMatching(/v1\.0\.0 → \S+ \(downgrade\)/)]);
    const forth = await shop.shell(typed, { ...variables, FUNADE_TO: 'v1.0.0' });
    expect([forth.code, forth.stdout]).toEqual([0, expect.stringContaining('to v1.0.0')]);
  },
);

test.concurrent('the example of one-off tasks migrates once for both services, then warms up, and says so', {
  timeout: 90_000,
}, async () => {
  await using shop = await checkOut('tasks');
  const deploy = ['deploy', 'staging', '--tag', 'v1.0.0', '--yes', '--reporter', 'json'];
  const { code, events } = await shop.funade(...deploy);
  expect([code, failures(events)]).toEqual([0, []]);
  const output = events.flatMap((event) => (event.type === 'step-output' ? [(event as unknown as Output).line] : []));
  expect(output).toEqual(expect.arrayContaining(['the database is up to date', 'the cache is warm for 1.0.0']));
  const calls = shop.sandbox.requests().map(({ operation }) => operation);
  expect(calls.filter((call) => call === 'ecs.RunTask')).toHaveLength(2);
  expect(calls.indexOf('ecs.RunTask')).toBeLessThan(calls.indexOf('ecs.UpdateService'));
  expect(calls.lastIndexOf('ecs.RunTask')).toBeGreaterThan(calls.indexOf('ecs.UpdateService'));
  // Also by force nothing is migrated twice.
  const again = await shop.funade(...deploy, '--force');
  expect([again.code, failures(again.events)]).toEqual([0, []]);
  expect(shop.sandbox.requests('ecs.RunTask')).toHaveLength(2);
  expect((await shop.funade('history', 'staging')).stdout).toContain('task api/migrate before the rollout: succeeded');
});

interface Output {
  readonly line: string;
}

/** What a test knows about the file that it has parsed. */
// biome-ignore lint/suspicious/noExplicitAny: the files are read as their services read them.
type ParsedYaml = any;

function failures(events: readonly { readonly type: string }[]): readonly { readonly type: string }[] {
  return events.filter(({ type }) => type === 'step-failed' || type === 'step-skipped');
}

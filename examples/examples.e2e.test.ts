import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { leftOut, missingParts } from '../packages/sandbox/test/support/parts.ts';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, '../packages/cli/src/bin.ts');

const noDocker = missingParts('docker');
describe.each([
  { example: 'sandbox', missing: [], targets: ['api@staging', 'worker@staging', 'web@staging'] },
  { example: 'gitlab', missing: [], targets: ['api@staging'] },
  { example: 'github', missing: noDocker, targets: ['api@staging', 'worker@staging', 'web@staging'] },
])('examples/$example', ({ example, missing, targets }) => {
  test.skipIf(missing.length > 0)(`deploys to a sandbox${leftOut(missing)}`, { timeout: 90_000 }, async () => {
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

test('the plan that a job of the GitLab example saves is applied by another, from the same folder', {
  timeout: 90_000,
}, async () => {
  await using shop = await checkOut('gitlab');
  const planned = await shop.funade('plan', 'staging', '--tag', 'v1.0.0', '--out', 'plan.json');
  expect(planned).toMatchObject({ code: 0 });
  const { code, events } = await shop.funade('apply', 'plan.json', '--yes', '--reporter', 'json');
  expect([code, failures(events)]).toEqual([0, []]);
});

test.each([
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

/** What a test knows about the file that it has parsed. */
// biome-ignore lint/suspicious/noExplicitAny: the files are read as their services read them.
type ParsedYaml = any;

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly events: readonly { readonly type: string }[];
}

interface CheckedOut extends AsyncDisposable {
  readonly sandbox: Sandbox;
  funade(...args: string[]): Promise<Run>;
  /** Runs the script of a job, with its variables. */
  shell(script: string, variables: Readonly<Record<string, string>>): Promise<Run>;
}

/** A copy of the example as a git repository with the tag v1.0.0, and a sandbox that plays its accounts. */
async function checkOut(example: string): Promise<CheckedOut> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'funade-example-'));
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const leaveOut = join(here, example, 'node_modules');
  await cp(join(here, example), folder, { recursive: true, filter: (from) => !from.startsWith(leaveOut) });
  await mkdir(join(folder, 'node_modules'));
  await symlink(join(here, '../packages/cli'), join(folder, 'node_modules/funade'));
  await mkdir(join(folder, 'node_modules/.bin'));
  const command = `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`;
  await writeFile(join(folder, 'node_modules/.bin/funade'), command, { mode: 0o755 });
  await writeFile(join(folder, '.gitignore'), 'node_modules\n');
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=Shop', '-c', 'user.email=shop@example.com', ...args], { cwd: folder });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'First');
  await git('tag', 'v1.0.0');
  const seed = JSON.parse(await readFile(join(here, 'sandbox/seed.json'), 'utf8'));
  const sandbox = opened.use(await startSandbox({ clock: 'real', speed: 30, seed }));
  const { PATH, HOME, DOCKER_HOST } = process.env;
  const env = {
    PATH,
    HOME,
    FUNADE_STATE_DIR: '.git/funade',
    ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }),
    ...sandbox.environment({ account: '111111111111', region: 'ap-northeast-1' }),
  };
  const owned = opened.move();
  return {
    sandbox,
    funade: (...args) => ranOf(run(process.execPath, [bin, ...args], { cwd: folder, env })),
    shell: (script, variables) => ranOf(run('sh', ['-ec', script], { cwd: folder, env: { ...env, ...variables } })),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function ranOf(child: Promise<{ readonly stdout: string; readonly stderr: string }>): Promise<Run> {
  const done = await child.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code: done.code, stdout: done.stdout, events: jsonLines(done.stderr) };
}

function jsonLines(text: string): readonly { readonly type: string }[] {
  return text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

function failures(events: readonly { readonly type: string }[]): readonly { readonly type: string }[] {
  return events.filter(({ type }) => type === 'step-failed' || type === 'step-skipped');
}

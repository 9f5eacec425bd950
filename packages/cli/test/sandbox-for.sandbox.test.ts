import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type InitFolder, makeInitFolder } from './init-folder.ts';

/** Starts a sandbox from the config of a folder, as `--for` and what follows it say. */
async function sandboxFor(shop: InitFolder, typed: string) {
  const { code, err } = await shop.funade(`sandbox --for ${typed} --write-seed seed.json`);
  expect([code, err]).toEqual([0, '']);
  const sandbox = await startSandbox({ seed: JSON.parse(await shop.read('seed.json')) });
  const env = {
    ...sandbox.environment(),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  return {
    sandbox,
    funade: (line: string) => shop.funade(line, { env, clock: sandbox.clock }),
    /** In the environment of a job. */
    run: (line: string, job: Readonly<Record<string, string | undefined>>) =>
      shop.funade(line, { env: { ...env, ...job }, clock: sandbox.clock }),
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

const updated = (sandbox: Sandbox): readonly string[] =>
  sandbox.requests('ecs.UpdateService').map(({ body }) => (body as { service: string }).service);

test('right after init, without a seed: plan, deploy, once more, and back', async () => {
  await using shop = await makeInitFolder();
  await shop.funade('init');
  await shop.release('v0.1.0');
  await using made = await sandboxFor(shop, 'staging,production');
  const plan = await made.funade('plan staging');
  expect([plan.code, plan.out]).toEqual([0, expect.stringContaining('v0.0.0 → v0.1.0')]);
  expect(await made.funade('deploy staging')).toMatchObject({ code: 0 });
  expect(await made.funade('deploy production --yes')).toMatchObject({ code: 0 });
  expect((await made.funade('deploy staging')).out).toContain('nothing to do');
  expect(await made.funade('verify staging')).toMatchObject({ code: 0 });
  const back = await made.funade('rollback staging');
  expect([back.code, back.out]).toEqual([0, expect.stringContaining('v0.1.0 → v0.0.0')]);
});

test.each([
  ['sandbox', ['api', 'web', 'worker']],
  ['tasks', ['api', 'worker']],
  ['jobs', ['api']],
  ['gitlab', ['api']],
])('the world of examples/%s deploys', async (example, services) => {
  await using shop = await makeInitFolder({ example });
  await rm(join(shop.folder, 'seed.json'), { force: true });
  await shop.release('v1.0.0');
  await using made = await sandboxFor(shop, 'staging');
  const { code, err } = await made.funade('deploy staging --tag v1.0.0 --allow-dirty');
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
  expect([...updated(made.sandbox)].sort()).toEqual(services);
  expect((await made.funade('deploy staging --tag v1.0.0 --allow-dirty')).out).toContain('nothing to do');
});

test('the world of the example with every option starts, with what its templates look up', async () => {
  await using shop = await makeInitFolder({ env: { STAGE: 'live' } });
  await shop.write(
    'deploy.config.ts',
    (await readFile(new URL('../../../deploy.config.example.ts', import.meta.url), 'utf8')).replace(
      /^ *requires: .*$/m,
      '',
    ),
  );
  const definition = {
    family: 'shop',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: ['web', 'nginx', 'agent', 'otel', 'app'].map((name) => ({
      name,
      image: 'x',
      essential: true,
    })),
  };
  await shop.write('ecs/web.yaml', JSON.stringify(definition));
  await shop.write('ecs/report.yaml', JSON.stringify({ ...definition, family: 'report' }));
  await using made = await sandboxFor(shop, 'staging,production');
  expect(made.sandbox.accounts).toEqual(['111111111111', '222222222222']);
  const { regions } = JSON.parse(await shop.read('seed.json')).accounts['111111111111'];
  const first = regions['ap-northeast-1'];
  expect(Object.keys(first.clusters ?? {})).toEqual(['shop-staging', 'stand-in-cluster']);
  expect(first).toMatchObject({
    rules: { 'shop-report': {} },
    schedules: { 'shop/cleanup': {} },
  });
  const { sharedWith, objects } = regions['eu-west-1'].buckets['shop-states'];
  expect(sharedWith).toEqual(['111111111111', '222222222222']);
  expect(Object.keys(objects)).toEqual(['env:/staging/shop.tfstate', 'env:/production/shop.tfstate']);
});

test('the role trusts the tokens of the project whose CI file and remote are there', async () => {
  await using shop = await makeInitFolder();
  await shop.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  await shop.funade('init');
  await shop.funade('sandbox --for staging --write-seed seed.json');
  const { accounts } = JSON.parse(await shop.read('seed.json'));
  expect(accounts['111111111111'].roles.deploy.trust.subjects).toEqual(['repo:acme/shop:*']);
});

test('the jobs that init writes deploy with their tokens: of GitLab', async () => {
  await using shop = await makeInitFolder();
  await shop.git('remote', 'add', 'origin', 'https://gitlab.com/acme/shop.git');
  await shop.funade('init');
  await shop.release('v0.1.0');
  await using made = await sandboxFor(shop, 'staging,production');
  const jobs = parse(await shop.read('.gitlab-ci.yml'));
  const sub = 'project_path:acme/shop:ref_type:tag:ref:v0.1.0';
  const job = {
    ...made.sandbox.environment(),
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    CI: 'true',
    GITLAB_CI: 'true',
    CI_COMMIT_TAG: 'v0.1.0',
    CI_COMMIT_SHA: await shop.git('rev-parse', 'HEAD'),
    AWS_ID_TOKEN: await made.sandbox.token({ sub, aud: jobs['.funade'].id_tokens.AWS_ID_TOKEN.aud }),
  };
  for (const name of ['deploy-staging', 'deploy-production']) {
    expect(await made.run(scriptOf(jobs[name].script[0]), job)).toMatchObject({ code: 0 });
  }
  const back = jobs['rollback-production'];
  expect(back.variables).toEqual({ FUNADE_TO: '$ROLLBACK_TO' });
  expect(await made.run(scriptOf(back.script[0]), { ...job, FUNADE_TO: '' })).toMatchObject({ code: 0 });
  const other = await made.sandbox.token({ sub: sub.replace('acme', 'other'), aud: 'sts.amazonaws.com' });
  expect(await made.run('deploy staging', { ...job, AWS_ID_TOKEN: other })).toMatchObject({ code: 1 });
});

test('the jobs that init writes deploy with their tokens: of GitHub', async () => {
  await using shop = await makeInitFolder();
  await shop.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  await shop.funade('init');
  await shop.release('v0.1.0');
  await using made = await sandboxFor(shop, 'staging,production');
  const { jobs } = parse(await shop.read('.github/workflows/deploy.yml'));
  for (const environment of ['staging', 'production']) {
    const { environment: named, steps } = jobs[environment];
    const job = {
      ...made.sandbox.environment(),
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      ...(await made.sandbox.githubEnvironment({
        repository: 'acme/shop',
        ref: 'refs/tags/v0.1.0',
        environment: named,
        sha: await shop.git('rev-parse', 'HEAD'),
      })),
    };
    expect(await made.run(scriptOf(steps.at(-1).run), job)).toMatchObject({ code: 0 });
  }
});

test('the workflow that rolls back is written, too', async () => {
  await using shop = await makeInitFolder();
  await shop.funade('init --ci github');
  const { on, jobs } = parse(await shop.read('.github/workflows/rollback.yml'));
  expect(on.workflow_dispatch.inputs.environment).toMatchObject({ options: ['staging', 'production'] });
  expect(jobs.rollback.steps.at(-1)).toEqual({
    run: 'exec node_modules/.bin/funade rollback "$ENVIRONMENT" --yes',
    env: {
      ENVIRONMENT: expect.stringContaining('{{ inputs.environment }}'),
      FUNADE_TO: expect.stringContaining('{{ inputs.to }}'),
    },
  });
});

/** What is typed after the program. */
const scriptOf = (line: string): string =>
  line.replace(/^(exec )?node_modules\/\.bin\/funade /, '').replace(/ #.*$/, '');

test('a failure is rehearsed: what is deployed crashes, and what ran before comes back', async () => {
  await using shop = await makeInitFolder();
  await shop.funade('init');
  await shop.release('v0.1.0');
  await using made = await sandboxFor(shop, 'staging --behave api=crash');
  const { code, err } = await made.funade('deploy staging');
  expect([code, err]).toEqual([3, expect.stringContaining('container.exit')]);
});

test('a one-off task fails, and the service stays', async () => {
  await using shop = await makeInitFolder({ example: 'tasks' });
  await rm(join(shop.folder, 'seed.json'), { force: true });
  await shop.release('v1.0.0');
  await using made = await sandboxFor(shop, 'staging --behave api/migrate=crash');
  expect(await made.funade('deploy staging --tag v1.0.0 --allow-dirty')).toMatchObject({ code: 1 });
  expect(updated(made.sandbox)).toEqual([]);
});

test.each([
  ['--for staging --behave api=exitz', 'there is no behaviour "exitz"', 'did you mean "exits"?'],
  ['--for staging --behave apj=exits', '--behave names service "apj"', 'did you mean "api"?'],
  ['--for staging --behave api/migrate=exits', '--behave names task "migrate" of api', 'none are available'],
  ['--for staging --behave api', '--behave is "api"', 'write it as api=exits'],
  ['--for stagin', 'environment "stagin"', 'did you mean "staging"?'],
  ['--behave api=exits', '--behave is for a sandbox that is made from the config', '--for'],
  ['--for staging --write-seed package.json', 'cannot write the seed to package.json', 'another name'],
])('%s is refused', async (typed, said, hint) => {
  await using shop = await makeInitFolder();
  await shop.funade('init');
  const { code, err } = await shop.funade(`sandbox ${typed}`);
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  expect(err).toContain(hint);
});

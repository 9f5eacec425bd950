import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../src/index.ts';
import { leftOut, missingParts } from './support/parts.ts';

const run = promisify(execFile);
const clients = join(dirname(fileURLToPath(import.meta.url)), 'clients');
const seed: Seed = {
  accounts: {
    '111111111111': {
      regions: {
        'eu-west-1': {
          repositories: {
            'shop/api': { mutability: 'IMMUTABLE', images: [{ tags: ['v1.0.0'] }, { tags: ['v1.2.0'] }] },
          },
          taskDefinitions: [
            {
              family: 'api',
              networkMode: 'awsvpc',
              requiresCompatibilities: ['FARGATE'],
              cpu: '256',
              memory: '512',
              containerDefinitions: [
                { name: 'proxy', image: '{{registry}}/shop/api:v1.0.0', essential: false },
                { name: 'app', image: '{{registry}}/shop/api:v1.0.0', essential: true },
              ],
            },
          ],
          clusters: { shop: { services: { api: { taskDefinition: 'api', desiredCount: 2, launchType: 'FARGATE' } } } },
        },
      },
    },
  },
};

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'funade-clients-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Nothing of the machine's own AWS or Docker settings. */
function cleanEnvironment(sandbox: Sandbox, folder: string): NodeJS.ProcessEnv {
  const { PATH, DOCKER_HOST } = process.env;
  return {
    PATH,
    HOME: folder,
    DOCKER_CONFIG: join(folder, 'docker'),
    AWS_PAGER: '',
    WORK: folder,
    CLUSTER: 'shop',
    SERVICE: 'api',
    CONTAINER: 'app',
    ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }),
    ...sandbox.environment(),
  };
}

const noPipeline = missingParts('docker', 'aws');
describe.skipIf(noPipeline.length > 0)(`the AWS CLI and the Docker CLI${leftOut(noPipeline)}`, () => {
  test('the hand-written pipeline builds, pushes, registers, updates and waits', { timeout: 180_000 }, async () => {
    await using folder = await temporaryFolder();
    await using sandbox = await startSandbox({ clock: 'real', speed: 30, seed });
    const context = join(folder.path, 'context');
    await mkdir(context);
    await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY app.txt /app.txt\n');
    await writeFile(join(context, 'app.txt'), 'the api');

    const { stdout } = await run('bash', [join(clients, 'pipeline.sh')], {
      env: { ...cleanEnvironment(sandbox, folder.path), REPOSITORY: 'shop/api', TAG: 'v1.1.0', CONTEXT: context },
    });

    const { services } = JSON.parse(stdout.slice(stdout.indexOf('{\n')));
    expect(services[0].taskDefinition).toMatch(/task-definition\/api:2$/);
    expect(services[0].deployments).toMatchObject([{ status: 'PRIMARY', runningCount: 2, rolloutState: 'COMPLETED' }]);
    const images = sandbox.requests('ecs.RegisterTaskDefinition').map(({ body }) => body);
    expect(images).toMatchObject([
      {
        containerDefinitions: [
          { name: 'proxy', image: expect.stringMatching(/:v1\.0\.0$/) },
          { name: 'app', image: expect.stringMatching(/:v1\.1\.0$/) },
        ],
      },
    ]);
  });
});

const noCli = missingParts('aws');
describe.skipIf(noCli.length > 0)(`the AWS CLI${leftOut(noCli)}`, () => {
  test('reads what stands around a service', { timeout: 120_000 }, async () => {
    await using folder = await temporaryFolder();
    await using sandbox = await startSandbox({ clock: 'real', seed: around });
    const env = cleanEnvironment(sandbox, folder.path);
    const aws = async (...args: readonly string[]): Promise<string> => {
      const { stdout, stderr } = await run('aws', [...args, '--output', 'text'], { env }).catch(
        (refused: { readonly stdout: string; readonly stderr: string }) => refused,
      );
      return `${stdout}${stderr}`.trim();
    };
    const file = join(folder.path, 'state.json');
    await writeFile(file, '{"version":4}');
    const asked = [
      ['ssm', 'get-parameter', '--name', '/host', '--query', 'Parameter.Value'],
      ['ssm', 'get-parameter', '--name', '/none'],
      ['secretsmanager', 'get-secret-value', '--secret-id', 'db', '--query', 'SecretString'],
      ['cloudformation', 'describe-stacks', '--stack-name', 'net', '--query', 'Stacks[0].Outputs[0].OutputValue'],
      ['cloudformation', 'describe-stacks', '--stack-name', 'none'],
      ['cloudformation', 'list-exports', '--query', 'Exports[].[Name,Value]'],
      ['s3api', 'put-object', '--bucket', 'state', '--key', 'a/b', '--body', file, '--query', 'ServerSideEncryption'],
      ['s3', 'cp', 's3://state/a/b', '-'],
      ['s3api', 'get-object', '--bucket', 'state', '--key', 'none', join(folder.path, 'none')],
      ['elbv2', 'describe-target-groups', '--names', 'api', '--query', 'TargetGroups[0].TargetGroupName'],
      ['elbv2', 'describe-target-groups', '--names', 'none'],
      ['application-autoscaling', 'describe-scalable-targets', '--service-namespace', 'ecs', '--query', max],
      ['iam', 'get-role', '--role-name', 'run', '--query', 'Role.AssumeRolePolicyDocument.Statement[0].Principal'],
      ['iam', 'get-role', '--role-name', 'none'],
      ['logs', 'describe-log-groups', '--query', 'logGroups[].logGroupName'],
    ];
    const answers: string[] = [];
    for (const args of asked) answers.push(await aws(...args));
    expect(answers.map((answer) => answer.replace(/^.*An error occurred/s, 'An error occurred'))).toEqual([
      'db.internal',
      'An error occurred (ParameterNotFound) when calling the GetParameter operation:',
      '{"user":"app"}',
      'subnet-1',
      'An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id none does not exist',
      'net:subnets\tsubnet-1',
      'AES256',
      '{"version":4}',
      'An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.',
      'api',
      'An error occurred (TargetGroupNotFound) when calling the DescribeTargetGroups operation: One or more target groups not found',
      '10',
      'SERVICE\tecs-tasks.amazonaws.com',
      'An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name none cannot be found.',
      '/ecs/api',
    ]);
  });
});

describe.skipIf(noCli.length > 0)(`the AWS CLI and schedules${leftOut(noCli)}`, () => {
  test('moves a rule and a schedule to another revision as people do by hand', { timeout: 120_000 }, async () => {
    await using folder = await temporaryFolder();
    await using sandbox = await startSandbox({ clock: 'real', seed: jobs });
    const env = cleanEnvironment(sandbox, folder.path);
    const aws = async (...args: readonly string[]): Promise<string> => {
      const { stdout, stderr } = await run('aws', [...args, '--output', 'text'], { env }).catch(
        (refused: { readonly stdout: string; readonly stderr: string }) => refused,
      );
      return `${stdout}${stderr}`.trim();
    };
    const cluster = 'arn:aws:ecs:eu-west-1:111111111111:cluster/shop';
    const definition = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/job:1';
    const ran = { Arn: cluster, RoleArn: 'arn:aws:iam::111111111111:role/run' };
    const target = { ...ran, Id: 'job', Input: '{}', EcsParameters: { TaskDefinitionArn: definition, TaskCount: 2 } };
    const scheduled = { ...ran, EcsParameters: { TaskDefinitionArn: definition } };
    const bare = { Id: 'job', ...scheduled };
    const nightly = ['--name', 'nightly', '--schedule-expression', 'cron(0 3 * * ? *)'];
    const weekly = ['--name', 'weekly', '--group-name', 'shop', '--schedule-expression', 'rate(7 days)'];
    const window = ['--flexible-time-window', 'Mode=OFF', '--target', JSON.stringify(scheduled)];
    const targetCount = ['list-targets-by-rule', '--rule', 'nightly', '--query', 'Targets[0].EcsParameters.TaskCount'];
    const asked = [
      ['events', 'put-rule', ...nightly, '--query', 'RuleArn'],
      [
        'events',
        'put-targets',
        '--rule',
        'nightly',
        '--targets',
        JSON.stringify([target]),
        '--query',
        'FailedEntryCount',
      ],
      ['events', ...targetCount],
      [
        'events',
        'put-targets',
        '--rule',
        'nightly',
        '--targets',
        JSON.stringify([bare]),
        '--query',
        'FailedEntryCount',
      ],
      ['events', ...targetCount],
      ['events', 'list-rule-names-by-target', '--target-arn', cluster, '--query', 'RuleNames'],
      ['events', 'describe-rule', '--name', 'none'],
      ['scheduler', 'create-schedule', ...weekly, ...window],
      ['scheduler', 'create-schedule-group', '--name', 'shop', '--query', 'ScheduleGroupArn'],
      ['scheduler', 'create-schedule', ...weekly, ...window, '--state', 'DISABLED', '--description', 'by hand'],
      ['scheduler', 'create-schedule', ...weekly, ...window],
      ['scheduler', 'get-schedule', '--name', 'weekly', '--group-name', 'shop', '--query', '[State,Description]'],
      ['scheduler', 'update-schedule', ...weekly, ...window],
      ['scheduler', 'get-schedule', '--name', 'weekly', '--group-name', 'shop', '--query', '[State,Description]'],
      ['scheduler', 'list-schedules', '--query', 'Schedules[].[GroupName,Name]'],
      ['scheduler', 'delete-schedule', '--name', 'weekly', '--group-name', 'shop'],
      ['scheduler', 'get-schedule', '--name', 'weekly', '--group-name', 'shop'],
    ];
    const answers: string[] = [];
    for (const args of asked) answers.push(await aws(...args));
    const weeklyArn = 'arn:aws:scheduler:eu-west-1:111111111111:schedule/shop/weekly';
    expect(answers.map((answer) => answer.replace(/^.*An error occurred/s, 'An error occurred'))).toEqual([
      'arn:aws:events:eu-west-1:111111111111:rule/nightly',
      '0',
      '2',
      '0',
      'None',
      'nightly',
      expect.stringContaining('(ResourceNotFoundException)'),
      expect.stringContaining('(ResourceNotFoundException)'),
      'arn:aws:scheduler:eu-west-1:111111111111:schedule-group/shop',
      weeklyArn,
      expect.stringContaining('(ConflictException)'),
      'DISABLED\tby hand',
      weeklyArn,
      'ENABLED\tNone',
      'shop\tweekly',
      '',
      expect.stringContaining('(ResourceNotFoundException)'),
    ]);
  });
});

const max = 'ScalableTargets[0].MaxCapacity';
const around: Seed = {
  accounts: {
    '111111111111': {
      roles: { run: { trust: { services: ['ecs-tasks.amazonaws.com'] } } },
      regions: {
        'eu-west-1': {
          parameters: { '/host': 'db.internal' },
          secrets: { db: { value: { user: 'app' } } },
          stacks: { net: { outputs: { Subnets: { value: 'subnet-1', exportName: 'net:subnets' } } } },
          buckets: { state: {} },
          targetGroups: { api: {} },
          scalableTargets: { 'shop/api': { max: 10 } },
          logGroups: ['/ecs/api'],
        },
      },
    },
  },
};

const noPython = missingParts('boto3');
describe.skipIf(noPython.length > 0)(`boto3${leftOut(noPython)}`, () => {
  test('registers, updates and waits with its own waiter', { timeout: 120_000 }, async () => {
    await using folder = await temporaryFolder();
    await using sandbox = await startSandbox({ clock: 'real', speed: 30, seed });
    const host = sandbox.registries[0]?.host;

    const { stdout } = await run('python3', [join(clients, 'pipeline.py')], {
      env: { ...cleanEnvironment(sandbox, folder.path), HOME: process.env.HOME, IMAGE: `${host}/shop/api:v1.2.0` },
    });

    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ caller: '111111111111', running: result.registered, rolloutState: 'COMPLETED' });
    expect(result.registered).toMatch(/task-definition\/api:2$/);
  });

  test('runs tasks, by hand and by the clock, scales, and makes a service of Express Mode', {
    timeout: 120_000,
  }, async () => {
    await using folder = await temporaryFolder();
    await using sandbox = await startSandbox({ clock: 'real', speed: 30, seed: jobs });
    const env = { ...cleanEnvironment(sandbox, folder.path), HOME: process.env.HOME };
    const { stdout } = await run('python3', [join(clients, 'tour.py')], { env });
    const { express = 'registry.test/web:1', ...seen } = JSON.parse(stdout);
    expect(express).toBe('registry.test/web:1');
    expect(seen).toEqual({
      sameTask: true,
      conflict: 'ConflictException',
      exitCode: 3,
      startedBy: true,
      lines: ['migrating'],
      wrongType: 'InvalidParameterException',
      failedEntries: 0,
      targets: true,
      rules: ['nightly'],
      state: 'DISABLED',
      fired: ['chronos-schedule/minutely', 'events-rule/minutely'],
      missing: 'ResourceNotFoundException',
      delivery: 'CWL',
      deliveredFrom: true,
      desired: 3,
    });
  });
});

const awslogs = { 'awslogs-group': '/ecs/job', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' };
const fargate = { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' };
const jobs: Seed = {
  accounts: {
    '111111111111': {
      regions: {
        'eu-west-1': {
          taskDefinitions: [
            {
              family: 'job',
              ...fargate,
              containerDefinitions: [
                {
                  name: 'app',
                  image: 'registry.test/job:1',
                  logConfiguration: { logDriver: 'awslogs', options: awslogs },
                },
              ],
            },
          ],
          clusters: { shop: { services: { api: { taskDefinition: 'job' } } } },
          behaviours: [
            {
              match: { command: 'migrate' },
              becomes: { type: 'exits', code: 3, afterSeconds: 2 },
              logs: [{ message: 'migrating' }],
            },
          ],
        },
      },
    },
  },
};

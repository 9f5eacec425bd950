import * as autoscaling from '@aws-sdk/client-application-auto-scaling';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ecr from '@aws-sdk/client-ecr';
import * as secrets from '@aws-sdk/client-secrets-manager';
import * as ssm from '@aws-sdk/client-ssm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import type { WireJson } from '../src/model/service.ts';
import { ecsService } from '../src/services/ecs/ecs-service.ts';
import requests from '../src/services/ecs/models/requests.json' with { type: 'json' };
import { configOf } from './clients.ts';
import { startRegion } from './ecs/region.ts';
import { requestShapes } from './request-shapes.ts';

const runs = { seed: 20_261_130, numRuns: 150 };

/** Values that look like what AWS takes, and that break what trusts them. */
const hostile: fc.Arbitrary<WireJson> = fc.letrec<{ value: WireJson }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<WireJson>('__proto__', 'constructor', 'toString', '', 'shop', 'api', 'api:1', 'arn:', 'FARGATE'),
    fc.constantFrom<WireJson>('arn:aws:ecs:::', '/a', 'sha256:', 'awsvpc', 'ecs'),
    fc.constantFrom<WireJson>(0, -1, 1e300, 0.5, null, true, false),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'key', 'value', 'constructor', 'type', 'containerPort'), tie('value')),
  ),
})).value;

function bodiesOf(shape: unknown): fc.Arbitrary<object> {
  const members = Object.keys(shape as object);
  return fc.record(Object.fromEntries(members.map((name) => [name, hostile])), { requiredKeys: [] });
}

test.each(Object.keys(ecsService.operations))('ecs.%s answers or refuses, whatever its members are', (operation) => {
  const region = startRegion();
  fc.assert(
    fc.property(bodiesOf((requests as Record<string, unknown>)[operation]), (body) => {
      try {
        region.call(operation, body as never);
        region.pass(5);
      } catch (error) {
        if ((error as { name?: string }).name !== 'AwsFault') throw error;
      }
    }),
    runs,
  );
});

interface Client {
  send(command: unknown): Promise<unknown>;
  readonly middlewareStack: { add(middleware: unknown, options: object): void };
}

type Model = Readonly<Record<string, unknown>>;
type Made = new (config: object) => Client;

/** A client that sends a body as it is, whatever the command was made from. */
function rawClient(sandbox: Sandbox, made: Made): { readonly client: Client; readonly next: { body: object } } {
  const client = new made(configOf(sandbox.environment()));
  const next = { body: {} };
  client.middlewareStack.add(
    (handle: (args: { request: { body: string } }) => Promise<unknown>) => (args: { request: { body: string } }) => {
      args.request.body = JSON.stringify(next.body);
      return handle(args);
    },
    { step: 'build', priority: 'high' },
  );
  return { client, next };
}

interface Subject {
  readonly service: string;
  readonly model: Model;
  readonly made: unknown;
  readonly operations: readonly string[];
}

test.each<Subject>([
  {
    service: 'ecr',
    model: { ...ecr },
    made: ecr.ECRClient,
    operations: [
      'BatchGetImage',
      'CreateRepository',
      'DescribeImages',
      'DescribeRepositories',
      'ListImages',
      'PutImage',
      'TagResource',
    ],
  },
  { service: 'ssm', model: { ...ssm }, made: ssm.SSMClient, operations: ['GetParameter', 'GetParameters'] },
  {
    service: 'secretsmanager',
    model: { ...secrets },
    made: secrets.SecretsManagerClient,
    operations: ['DescribeSecret', 'GetSecretValue', 'ListSecrets'],
  },
  {
    service: 'logs',
    model: { ...logs },
    made: logs.CloudWatchLogsClient,
    operations: [
      'CreateDelivery',
      'DeleteDelivery',
      'DescribeDeliveries',
      'DescribeDeliveryDestinations',
      'DescribeDeliverySources',
      'DescribeLogGroups',
      'FilterLogEvents',
      'GetLogEvents',
      'PutDeliveryDestination',
      'PutDeliverySource',
    ],
  },
  {
    service: 'application-autoscaling',
    model: { ...autoscaling },
    made: autoscaling.ApplicationAutoScalingClient,
    operations: ['DescribeScalableTargets'],
  },
])('$service is no fault of its own, whatever it is sent', async ({ service, model, made, operations }) => {
  await using sandbox = await startSandbox();
  const { client, next } = rawClient(sandbox, made as Made);
  for (const [operation, shape] of Object.entries(requestShapes(model, operations))) {
    const Command = model[`${operation}Command`] as new (input: object) => unknown;
    await fc.assert(
      fc.asyncProperty(bodiesOf(shape), async (body) => {
        next.body = body;
        const error = await client.send(new Command({})).then(
          () => null,
          (reason: Error) => reason,
        );
        expect(`${error?.name} ${error?.message}`).not.toMatch(/InternalFailure|the sandbox itself failed/);
      }),
      { ...runs, numRuns: 60 },
    );
    expect(sandbox.requests(`${service}.${operation}`)).toHaveLength(60);
  }
});

import { type Json, type JsonObject, type Ref, ref } from '@funade/core';
import fc from 'fast-check';

const region = 'ap-northeast-1';
const account = '222222222222';

/** A task definition as DescribeTaskDefinition gives it, all response-only fields included. */
export function described(fields: JsonObject = {}): {
  readonly taskDefinition: JsonObject;
  readonly tags: JsonObject[];
} {
  return {
    taskDefinition: {
      taskDefinitionArn: revisionArn('shop-api', 12),
      family: 'shop-api',
      revision: 12,
      status: 'ACTIVE',
      containerDefinitions: [
        { name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.27', cpu: 0, essential: true, environment: [] },
        {
          name: 'app',
          image: `${repositoryUri('shop/api')}:v1.1.0`,
          cpu: 0,
          essential: true,
          environment: [{ name: 'EMPTY', value: '' }],
          futureContainerField: { a: 1 },
        },
      ],
      requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.ecr-auth' }],
      compatibilities: ['EC2', 'FARGATE'],
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      enableFaultInjection: false,
      registeredAt: 1_777_386_513.267,
      registeredBy: `arn:aws:iam::${account}:user/example-admin`,
      deregisteredAt: 1_777_386_600,
      deleteRequestedAt: 1_777_386_700,
      ...fields,
    },
    tags: [],
  };
}

export function revisionArn(family: string, revision: number): string {
  return `arn:aws:ecs:${region}:${account}:task-definition/${family}:${revision}`;
}

export function repositoryUri(repository: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com/${repository}`;
}

export function pushedReference(repository: string): Ref<string> {
  return ref(`ecr.push-image:${repository}@production`, 'reference');
}

const text = fc.string({ maxLength: 12 });
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
const dictionary = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 10 }).filter((key) => key !== '__proto__'),
  json,
  { maxKeys: 4 },
);
const pair = fc.record({ name: text, value: text });

const container = fc
  .tuple(
    fc.record(
      {
        name: text,
        image: text,
        cpu: fc.nat(),
        memory: fc.nat(),
        essential: fc.boolean(),
        environment: fc.array(pair, { maxLength: 3 }),
        secrets: fc.array(fc.record({ name: text, valueFrom: text }), { maxLength: 2 }),
        portMappings: fc.array(fc.record({ containerPort: fc.nat(65_535), protocol: fc.constantFrom('tcp', 'udp') }), {
          maxLength: 2,
        }),
        mountPoints: fc.array(dictionary, { maxLength: 2 }),
        ulimits: fc.array(dictionary, { maxLength: 2 }),
        dockerLabels: fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          text,
          { maxKeys: 3 },
        ),
        healthCheck: dictionary,
        logConfiguration: dictionary,
        linuxParameters: dictionary,
        restartPolicy: dictionary,
      },
      { requiredKeys: ['name', 'image'] },
    ),
    dictionary,
  )
  .map(([known, unknown]) => ({ ...unknown, ...known }));

const requestPart = fc
  .tuple(
    fc.record(
      {
        family: text,
        containerDefinitions: fc.array(container, { maxLength: 3 }),
        cpu: text,
        memory: text,
        taskRoleArn: text,
        executionRoleArn: text,
        networkMode: text,
        pidMode: text,
        ipcMode: text,
        enableFaultInjection: fc.boolean(),
        ephemeralStorage: dictionary,
        runtimePlatform: dictionary,
        proxyConfiguration: dictionary,
        requiresCompatibilities: fc.array(text, { maxLength: 2 }),
        placementConstraints: fc.array(dictionary, { maxLength: 2 }),
        inferenceAccelerators: fc.array(dictionary, { maxLength: 2 }),
        volumes: fc.array(dictionary, { maxLength: 3 }),
      },
      { requiredKeys: ['family', 'containerDefinitions'] },
    ),
    fc.dictionary(
      text.map((suffix) => `future${suffix}`),
      json,
      { maxKeys: 2 },
    ),
  )
  .map(([known, unknown]) => ({ ...unknown, ...known }));

const responsePart = fc.record(
  {
    taskDefinitionArn: text,
    revision: fc.nat(),
    status: fc.constantFrom('ACTIVE', 'INACTIVE'),
    registeredAt: fc.nat(),
    registeredBy: text,
    deregisteredAt: fc.nat(),
    deleteRequestedAt: fc.nat(),
    compatibilities: fc.array(text, { maxLength: 2 }),
    requiresAttributes: fc.array(dictionary, { maxLength: 2 }),
  },
  { requiredKeys: ['taskDefinitionArn', 'revision', 'status'] },
);

const tag = fc.record({ key: text.filter((key) => !/^aws:/i.test(key)), value: text });

/** Any task definition: what a request may hold, what only answers hold, and tags that are not AWS's own. */
export const describedTaskDefinition = fc.record({
  request: requestPart as fc.Arbitrary<JsonObject>,
  response: responsePart as fc.Arbitrary<JsonObject>,
  tags: fc.array(tag, { maxLength: 3 }) as fc.Arbitrary<JsonObject[]>,
});

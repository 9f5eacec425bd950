import {
  type ContainerView,
  type DefinitionProblem,
  type DefinitionView,
  objectIn,
  objectsIn,
  says,
  textIn,
  textsIn,
} from './definition-view.ts';

/** Values that a member may have. All of them are closed sets in the API. */
const enums: readonly (readonly [member: string, values: readonly string[]])[] = [
  ['networkMode', ['awsvpc', 'bridge', 'host', 'none']],
  ['pidMode', ['host', 'task']],
  ['ipcMode', ['host', 'none', 'task']],
];

const compatibilities = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];
const architectures = ['X86_64', 'ARM64'];
const conditions = ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY'];
const protocols = ['tcp', 'udp'];
const logDrivers = ['awslogs', 'awsfirelens', 'splunk', 'fluentd', 'gelf', 'journald', 'json-file', 'syslog'];

/**
 * Members that are missing, and values that the API does not have.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export function memberProblems(view: DefinitionView): readonly DefinitionProblem[] {
  const { body, containers } = view;
  return [
    ...enums.flatMap(([member, values]) => unknownValue(textIn(body, member), values, member)),
    ...textsIn(body, 'requiresCompatibilities').flatMap((value, index) =>
      unknownValue(value, compatibilities, `requiresCompatibilities[${index}]`),
    ),
    ...unknownValue(
      textIn(objectIn(body, 'runtimePlatform'), 'cpuArchitecture'),
      architectures,
      'runtimePlatform.cpuArchitecture',
    ),
    ...objectsIn(body, 'volumes').flatMap((volume, index) => needed(volume, ['name'], `volumes[${index}]`)),
    ...containers.flatMap(containerProblems),
    ...repeated(containers.map(({ name }) => name)).map((name) => ({
      path: `containerDefinitions[${name}]`,
      message: 'another container has that name; names are unique in a task definition',
    })),
    ...(containers.length > 0 && containers.every(({ essential }) => !essential)
      ? [{ path: 'containerDefinitions', message: 'no container is essential; set essential to true for one of them' }]
      : []),
  ];
}

function containerProblems({ path, body }: ContainerView): readonly DefinitionProblem[] {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['environment', ['name']],
    ['secrets', ['name', 'valueFrom']],
    ['mountPoints', ['sourceVolume', 'containerPath']],
    ['dependsOn', ['containerName', 'condition']],
    ['ulimits', ['name']],
    ['environmentFiles', ['value', 'type']],
  ];
  const log = objectIn(body, 'logConfiguration');
  return [
    ...needed(body, ['name', 'image'], path),
    ...lists.flatMap(([list, members]) =>
      objectsIn(body, list).flatMap((item, index) =>
        needed(item, members, `${path}.${list}[${textIn(item, 'name') ?? index}]`),
      ),
    ),
    ...(log === null ? [] : needed(log, ['logDriver'], `${path}.logConfiguration`)),
    ...unknownValue(textIn(log, 'logDriver'), logDrivers, `${path}.logConfiguration.logDriver`),
    ...objectsIn(body, 'dependsOn').flatMap((item, index) =>
      unknownValue(textIn(item, 'condition'), conditions, `${path}.dependsOn[${index}].condition`),
    ),
    ...objectsIn(body, 'portMappings').flatMap((item, index) =>
      unknownValue(textIn(item, 'protocol'), protocols, `${path}.portMappings[${index}].protocol`),
    ),
  ];
}

function needed(body: ContainerView['body'], members: readonly string[], path: string): readonly DefinitionProblem[] {
  return members
    .filter((member) => !says(body, member))
    .map((member) => ({ path: `${path}.${member}`, message: 'it is missing, and ECS requires it' }));
}

function unknownValue(value: string | null, values: readonly string[], path: string): readonly DefinitionProblem[] {
  if (value === null || value === '' || values.includes(value)) return [];
  return [{ path, message: `${JSON.stringify(value)} is not one of ${values.join(', ')}` }];
}

/** The texts that stand more than once. */
export function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => text !== '' && texts.indexOf(text) !== index))];
}

import { type CiFact, type CiRemark, leaves, type Meaning, means } from './model.ts';
import { withoutWorkspace } from './read-docker.ts';

/** The inputs of a step that uses an action, expanded. */
export type ActionInputs = Readonly<Record<string, string>>;

/** What an action of GitHub does, and the inputs of it that are carried over; the others are left out. */
export interface ReadAction extends Meaning {
  readonly inputs: readonly string[];
  /** What the step is worth to others: `outputs.registry`. */
  readonly outputs: Readonly<Record<string, string>>;
}

const registry = '{{environment.account}}.dkr.ecr.{{environment.region}}.amazonaws.com';

type Reader = (inputs: ActionInputs) => ReadAction;

const none: Pick<ReadAction, 'inputs' | 'outputs'> = { inputs: [], outputs: {} };
const needless =
  (reason: string): Reader =>
  () => ({ ...leaves(reason), ...none });

const readers: Readonly<Record<string, Reader>> = {
  'aws-actions/configure-aws-credentials': readCredentials,
  'aws-actions/amazon-ecr-login': () => ({ ...means(), inputs: [], outputs: { registry } }),
  'aws-actions/amazon-ecs-render-task-definition': readRender,
  'aws-actions/amazon-ecs-deploy-task-definition': readDeploy,
  'docker/build-push-action': readBuild,
  'kayac/ecspresso': () => ({
    ...leaves('it deploys with ecspresso', 'funade init --from ecspresso <its config>'),
    ...none,
  }),
  'actions/checkout': needless('the new job checks out by itself, with the whole history'),
  'docker/setup-buildx-action': needless('the builder is found on the machine'),
  'docker/setup-qemu-action': needless('it is needed only for other platforms: put it before funade then'),
  'docker/login-action': () => ({
    ...leaves(
      'Funade logs in to the registry of the environment itself',
      'log in before it where a build needs another one',
    ),
    ...none,
  }),
};

/** What `uses` means with its inputs. Null: nothing is known of the action. */
export function readAction(uses: string, inputs: ActionInputs): ReadAction | null {
  const [name = ''] = uses.toLowerCase().split('@');
  return Object.hasOwn(readers, name) ? (readers[name]?.(inputs) ?? null) : null;
}

function readCredentials(inputs: ActionInputs): ReadAction {
  const role = inputs['role-to-assume'];
  const region = inputs['aws-region'];
  return {
    facts: [
      ...(role === undefined ? [] : [{ kind: 'role', role } as const]),
      ...(region === undefined ? [] : [{ kind: 'region', region } as const]),
    ],
    remarks: inputs['aws-access-key-id'] === undefined ? [] : [accessKeys],
    inputs: ['role-to-assume', 'aws-region', 'aws-access-key-id', 'aws-secret-access-key', 'aws-session-token'],
    outputs: {},
  };
}

const accessKeys: CiRemark = {
  what: 'access keys',
  reason: 'the new job deploys with its own token and a role',
  instead: 'write the role of the environment; funade iam writes its policies',
};

/** https://github.com/aws-actions/amazon-ecs-render-task-definition/blob/master/action.yml */
function readRender(inputs: ActionInputs): ReadAction {
  const file = inputs['task-definition'];
  const family = inputs['task-definition-family'] ?? inputs['task-definition-arn'] ?? null;
  const names = (inputs['container-name'] ?? '').split(',').map((name) => name.trim());
  const environment = linesOf(inputs['environment-variables']);
  const secrets = linesOf(inputs.secrets);
  return {
    facts: [
      { kind: 'base', family, file: file === undefined ? null : withoutWorkspace(file) },
      ...names
        .filter((name) => name !== '')
        .map(
          (container): CiFact => ({ kind: 'container', container, image: inputs.image ?? null, environment, secrets }),
        ),
    ],
    remarks: [],
    inputs: [
      ...['task-definition', 'task-definition-family', 'task-definition-arn', 'task-definition-revision'],
      ...['container-name', 'image', 'environment-variables', 'secrets'],
    ],
    outputs: { 'task-definition': file ?? '' },
  };
}

/** `KEY=value`, one a line. */
function linesOf(text: string | undefined): Readonly<Record<string, string>> {
  const lines = (text ?? '').split('\n').map((line) => line.trim());
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf('=');
      return at <= 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
}

/** https://github.com/aws-actions/amazon-ecs-deploy-task-definition/blob/master/action.yml */
function readDeploy(inputs: ActionInputs): ReadAction {
  const { service, cluster = 'default' } = inputs;
  const file = inputs['task-definition'];
  const waits = inputs['wait-for-service-stability'] === 'true';
  const minutes = Number(inputs['wait-for-minutes'] ?? '');
  const count = Number(inputs['desired-count'] ?? '');
  const remarks: readonly CiRemark[] = [
    ...(inputs['codedeploy-application'] === undefined
      ? []
      : [
          {
            what: 'codedeploy-application',
            reason: 'deploys with CodeDeploy are not carried over',
            instead: 'blue/green deployments of ECS itself: ecs.settings.deploymentConfiguration.strategy',
          },
        ]),
    ...(inputs['force-new-deployment'] === 'true'
      ? [
          {
            what: 'force-new-deployment',
            reason: 'each release is a revision of its own, so there is nothing to force',
          },
        ]
      : []),
    ...(inputs['run-task'] === 'true'
      ? [
          {
            what: 'run-task',
            reason: 'tasks are not read from here',
            instead: 'write ecs.tasks: { migrate: { when: "before", command } }',
          },
        ]
      : []),
  ];
  const base: CiFact = {
    kind: 'base',
    family: null,
    file: file === undefined || file === '' ? null : withoutWorkspace(file),
  };
  const known = [
    'service',
    'cluster',
    'task-definition',
    'wait-for-service-stability',
    'wait-for-minutes',
    'desired-count',
  ];
  if (service === undefined)
    return { facts: [], remarks: [...remarks, { reason: 'it names no service' }], inputs: known, outputs: {} };
  return {
    facts: [
      base,
      {
        kind: 'update',
        cluster,
        service,
        settings: {
          ...(Number.isInteger(count) && inputs['desired-count'] !== undefined ? { desiredCount: count } : {}),
          ...(inputs['propagate-tags'] === undefined ? {} : { propagateTags: inputs['propagate-tags'] }),
          ...(inputs['enable-ecs-managed-tags'] === undefined
            ? {}
            : { enableECSManagedTags: inputs['enable-ecs-managed-tags'] === 'true' }),
        },
        minutes: waits && minutes > 0 ? minutes : null,
      },
    ],
    remarks,
    inputs: [
      ...known,
      ...['propagate-tags', 'enable-ecs-managed-tags', 'force-new-deployment', 'run-task'],
      ...Object.keys(inputs).filter((name) => name.startsWith('codedeploy-')),
    ],
    outputs: {},
  };
}

/** https://github.com/docker/build-push-action/blob/master/action.yml */
function readBuild(inputs: ActionInputs): ReadAction {
  const list = (text: string | undefined): readonly string[] =>
    (text ?? '').split(/[\n,]/).flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
  return {
    facts: [
      {
        kind: 'build',
        images: list(inputs.tags),
        context: withoutWorkspace(inputs.context ?? '.'),
        dockerfile: inputs.file === undefined ? null : withoutWorkspace(inputs.file),
        target: inputs.target ?? null,
        args: linesOf(inputs['build-args']),
        platforms: list(inputs.platforms),
        pushes: inputs.push === 'true',
      },
    ],
    remarks: [],
    inputs: ['tags', 'context', 'file', 'target', 'build-args', 'platforms', 'push', 'load', 'no-cache'],
    outputs: {},
  };
}

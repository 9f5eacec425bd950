import { isValueObject, type Value } from '../model/value.ts';
import { type CiFact, type CiRemark, leaves, type Meaning, means } from './model.ts';
import { parseShorthand } from './parse-shorthand.ts';
import { readAwsOptions, type WrittenOptions } from './read-options.ts';

type Options = WrittenOptions['options'];

/** What a command of the AWS CLI means. Null: it is none. */
export function readAws(words: readonly string[]): Meaning | null {
  if (!/(?:^|\/)aws2?$/.test(words[0] ?? '')) return null;
  const at = words.findIndex((word) => /^(?:ecs|ecr|sts|configure|ssm|s3|application-autoscaling)$/.test(word));
  const { options, rest } = readAwsOptions(at < 0 ? words.slice(1) : [...words.slice(at), ...words.slice(1, at)]);
  const meaning = readOperation(`${rest[0] ?? ''} ${rest[1] ?? ''}`, options, rest);
  const region = options.get('region')?.[0];
  return region === undefined ? meaning : { ...meaning, facts: [{ kind: 'region', region }, ...meaning.facts] };
}

const operations: Readonly<Record<string, (options: Options) => Meaning>> = {
  'ecr get-login-password': () => means(),
  'ecr get-login': () => means(),
  'ecr create-repository': () =>
    leaves('repositories are there already', 'to have it created: ecr.createRepository: {}'),
  'ecs describe-task-definition': () =>
    leaves(
      'a new revision is made from the one that the service runs, not from the latest of the family',
      "where that is meant: ecs.taskDefinition: 'latest'",
    ),
  'ecs register-task-definition': readRegister,
  'ecs update-service': readUpdate,
  'ecs run-task': readTask,
  'ecs deploy': () => leaves('deploys with CodeDeploy are not carried over', 'blue/green deployments of ECS itself'),
  'ecs deregister-task-definition': () => leaves('a deploy takes no revision away', 'funade prune'),
  'ecs stop-task': () => leaves('a deploy stops no task by itself'),
  'sts assume-role': readRole,
  'sts assume-role-with-web-identity': readRole,
  'sts get-caller-identity': () => leaves('Funade proves the account before anything else'),
  'application-autoscaling register-scalable-target': () =>
    leaves('scaling is a setting of the service', 'write ecs.settings.autoscaling'),
};

function readOperation(name: string, options: Options, rest: readonly string[]): Meaning {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation !== undefined) return operation(options);
  if (/^ecs (?:wait|describe-|list-)/.test(name)) return leaves('Funade waits for the rollout, and says how it ended');
  if (/^ecr (?:wait|describe-|list-|batch-)/.test(name))
    return leaves('Funade looks at repositories and images itself');
  if (name === 'configure set' && /^(?:default\.)?region$/.test(rest[2] ?? ''))
    return means({ kind: 'region', region: rest[3] ?? '' });
  if (rest[0] === 'configure' || options.has('version'))
    return leaves('credentials come from the token of the job', 'write the role of the environment');
  return leaves('it is no part of a deploy', 'leave it in a job of its own');
}

function readRole(options: Options): Meaning {
  const role = options.get('role-arn')?.[0];
  if (role === undefined) return leaves('it names no role');
  const token = options.has('web-identity-token');
  const remarks = token
    ? [{ what: '--web-identity-token', reason: 'the new job has its own token: AWS_ID_TOKEN' }]
    : [];
  return { facts: [{ kind: 'role', role }], remarks };
}

/** Options that say how an answer is shown, or who asks. */
const shown: readonly string[] = [
  'output',
  'query',
  'no-cli-pager',
  'no-paginate',
  'profile',
  'debug',
  'color',
  'region',
];

/** What RegisterTaskDefinition is given: of a file, or as options. */
function readRegister(options: Options): Meaning {
  const input = (options.get('cli-input-json') ?? options.get('cli-input-yaml'))?.[0];
  const [, file = null] = /^file:\/\/(.+)$/.exec(input ?? '') ?? [];
  const others = [...options.keys()].filter(
    (name) => !['cli-input-json', 'cli-input-yaml', 'family', ...shown].includes(name),
  );
  return {
    facts: [{ kind: 'base', family: options.get('family')?.[0] ?? null, file }],
    remarks: others.map((name) => ({
      what: `--${name}`,
      reason: 'it is a member of the task definition',
      instead: 'the running revision has it; to change it, keep the definition in a file: ecs.taskDefinition',
    })),
  };
}

const members: Readonly<Record<string, string>> = {
  'desired-count': 'desiredCount',
  'health-check-grace-period-seconds': 'healthCheckGracePeriodSeconds',
  'platform-version': 'platformVersion',
  'network-configuration': 'networkConfiguration',
  'deployment-configuration': 'deploymentConfiguration',
  'capacity-provider-strategy': 'capacityProviderStrategy',
  'launch-type': 'launchType',
  'propagate-tags': 'propagateTags',
};
const flags: Readonly<Record<string, readonly [string, boolean]>> = {
  'enable-execute-command': ['enableExecuteCommand', true],
  'disable-execute-command': ['enableExecuteCommand', false],
  'no-enable-execute-command': ['enableExecuteCommand', false],
  'enable-ecs-managed-tags': ['enableECSManagedTags', true],
};

function readUpdate(options: Options): Meaning {
  const [cluster = 'default'] = options.get('cluster') ?? [];
  const [service] = options.get('service') ?? [];
  if (service === undefined) return leaves('it names no service');
  const settings: Record<string, Value> = {};
  const remarks: CiRemark[] = [];
  for (const [name, values] of options) {
    if (['cluster', 'service', 'task-definition', ...shown].includes(name)) continue;
    const flag = flags[name];
    if (flag !== undefined) settings[flag[0]] = flag[1];
    else if (name === 'force-new-deployment') remarks.push(forced);
    else addMember({ name, values, settings, remarks, where: 'ecs.settings' });
  }
  return { facts: [{ kind: 'update', cluster, service, settings, minutes: null }], remarks };
}

const forced: CiRemark = {
  what: '--force-new-deployment',
  reason: 'each release is a revision of its own, so there is nothing to force',
  instead: 'funade deploy --force, where it is meant',
};

interface Member {
  readonly name: string;
  readonly values: readonly string[];
  readonly settings: Record<string, Value>;
  readonly remarks: CiRemark[];
  readonly where: string;
}

function addMember({ name, values, settings, remarks, where }: Member): void {
  const member = members[name];
  const value = member === undefined ? null : settingOf(values);
  if (member !== undefined && value !== null) settings[member] = value;
  else if (member === undefined) remarks.push({ what: `--${name}`, reason: 'it is no setting that is known here' });
  else remarks.push({ what: `--${name}`, reason: 'it is not understood', instead: `write ${where}.${member}` });
}

function settingOf(values: readonly string[]): Value {
  const [first = ''] = values;
  if (first === '' || first.includes('{{?')) return null;
  if (/^\d+$/.test(first)) return Number(first);
  if (!/[={[]/.test(first.replaceAll(/\{\{.*?\}\}/g, ''))) return first;
  const parsed = values.map(parseShorthand);
  if (parsed.includes(null)) return null;
  return values.length > 1 || /capacityProvider=/.test(first) ? parsed : (parsed[0] ?? null);
}

/** A task that is run beside the service. */
function readTask(options: Options): Meaning {
  const written = options.get('overrides')?.join(' ');
  const overrides = written === undefined ? null : parseShorthand(written);
  const list = isValueObject(overrides ?? undefined)
    ? (overrides as Record<string, Value>).containerOverrides
    : undefined;
  const first = Array.isArray(list) ? (list[0] as Value | undefined) : undefined;
  const override = isValueObject(first) ? first : {};
  const command = Array.isArray(override.command) ? override.command.map(String) : null;
  const launch: Record<string, Value> = {};
  const remarks: CiRemark[] = [];
  for (const [name, values] of options) {
    if (/^(?:launch-type|network-configuration|platform-version|capacity-provider-strategy)$/.test(name))
      addMember({ name, values, settings: launch, remarks, where: 'it in ecs.tasks' });
    else if (!['cluster', 'task-definition', 'overrides', 'count', 'started-by', ...shown].includes(name))
      remarks.push({ what: `--${name}`, reason: 'it is not carried over to a one-off task' });
  }
  if (written !== undefined && command === null)
    remarks.push({ what: '--overrides', reason: 'no command is found in it', instead: 'write ecs.tasks' });
  const fact: CiFact = {
    kind: 'task',
    command,
    container: typeof override.name === 'string' ? override.name : null,
    launch,
  };
  return { facts: [fact], remarks };
}

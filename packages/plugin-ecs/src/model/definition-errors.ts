import { DeployError, type TargetId } from '@funade/core';

/** ECS would refuse the task definition; nothing was sent. `reason`: what AWS says about the limit. */
export function taskDefinitionRefused(target: TargetId, reason: string): DeployError {
  return new DeployError('TASK_DEFINITION_REFUSED', `ECS would reject the task definition of ${target}: ${reason}`, {
    category: 'usage',
    hint: 'change ecs.taskDefinition or ecs.containers of the service',
  });
}

/** The file of a task definition cannot be read. */
export function taskDefinitionUnreadable(path: string, cause: unknown): DeployError {
  return new DeployError('TASK_DEFINITION_UNREADABLE', `cannot read the task definition ${JSON.stringify(path)}`, {
    category: 'usage',
    cause,
    hint: 'set ecs.taskDefinition to a path relative to the config',
  });
}

/** A task definition and what is wrong in it. */
export interface WrongDefinition {
  /** Of the file; absent: it is not from a file of its own. */
  readonly path?: string;
  /** Whose it is, when that is known. */
  readonly target?: TargetId;
  readonly problems: readonly string[];
}

/** Task definitions that ECS would reject: all of their problems at once. */
export function taskDefinitionInvalid(wrong: readonly WrongDefinition[]): DeployError {
  const texts = wrong.map(({ path, target, problems }) => {
    const name = [path, target === undefined ? null : `of ${target}`].filter((part) => part != null).join(' ');
    const [only, ...more] = problems;
    return more.length === 0 ? `${name}: ${only}` : [`${name}:`, ...problems.map((text) => `  ${text}`)].join('\n');
  });
  const files = [...new Set(wrong.flatMap(({ path }) => path ?? []))];
  return new DeployError(
    'TASK_DEFINITION_INVALID',
    `ECS would reject the task definition ${texts.join('\nand the task definition ')}`,
    {
      category: 'usage',
      hint:
        files.length === 0
          ? 'correct ecs.taskDefinition or ecs.containers of the service'
          : `correct ${files.join(', ')}`,
      details: { problems: wrong },
    },
  );
}

/** The service is not there and the config does not hold all that CreateService needs. */
export function serviceNotCreatable(
  place: { readonly cluster: string; readonly service: string },
  missing: readonly string[],
): DeployError {
  return new DeployError(
    'SERVICE_NOT_CREATABLE',
    `there is no service ${JSON.stringify(place.service)} in cluster ${JSON.stringify(place.cluster)}, and the config does not say how to create it`,
    { category: 'usage', hint: `write ${missing.join(' and ')}, or set ecs.service to one that exists` },
  );
}

/** Settings that can only be written when a service is created differ from those of the service that is there. */
export function settingsFixed(target: TargetId, settings: readonly string[]): DeployError {
  return new DeployError(
    'SETTINGS_FIXED',
    `${target} was created with a different ${settings.join(' and ')}, which UpdateService cannot change`,
    {
      category: 'refused',
      hint: `remove ${settings.map((name) => `ecs.settings.${name}`).join(' and ')} from the config, or create the service again`,
    },
  );
}

/** The service was deleted and still runs tasks; ECS refuses to create it until they have stopped. */
export function serviceDraining(place: { readonly cluster: string; readonly service: string }): DeployError {
  return new DeployError(
    'SERVICE_DRAINING',
    `service ${JSON.stringify(place.service)} in cluster ${JSON.stringify(place.cluster)} was deleted and is still stopping its tasks`,
    { category: 'refused', hint: 'deploy again when they have stopped' },
  );
}

/** Settings of a target and what is wrong in them. */
export interface WrongSettings {
  readonly target: TargetId;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** Settings that UpdateService or CreateService would refuse, all of them. */
export function settingsInvalid(wrong: readonly WrongSettings[]): DeployError {
  const texts = wrong.map(({ target, problems }) => {
    const [only, ...more] = problems.map(({ path, message }) => `ecs.settings.${path}: ${message}`);
    return `${target}:${more.length === 0 ? ` ${only}` : [only, ...more].map((text) => `\n  ${text}`).join('')}`;
  });
  const [first] = wrong;
  return new DeployError(
    'SETTINGS_INVALID',
    `ECS would reject the settings of ${texts.join('\nand the settings of ')}`,
    {
      category: 'usage',
      hint: 'correct ecs.settings of the service',
      details: wrong.length === 1 ? first : { settings: wrong },
    },
  );
}

/** Everything of a plan that ECS would reject, in one error; null: nothing. */
export function requestsInvalid(
  definitions: readonly WrongDefinition[],
  settings: readonly WrongSettings[],
): DeployError | null {
  if (settings.length === 0) return definitions.length === 0 ? null : taskDefinitionInvalid(definitions);
  const wrongSettings = settingsInvalid(settings);
  if (definitions.length === 0) return wrongSettings;
  const { code, message, hint } = taskDefinitionInvalid(definitions);
  return new DeployError(code, `${message}\n${wrongSettings.message}`, {
    category: 'usage',
    hint: `${hint}, and ${wrongSettings.hint}`,
    details: { problems: definitions, settings },
  });
}

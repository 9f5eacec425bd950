import type { Json, JsonObject } from '@funade/core';
import { objectIn, objectsIn, says, textIn } from '../definition-rules/definition-view.ts';
import { launchMembers } from '../options/launch-members.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { settingsProblems } from '../settings-rules/settings-problems.ts';
import { fitToShape } from '../shapes/fit-to-shape.ts';
import { serviceShape } from '../shapes/service-shape.ts';
import { containersIn } from '../task-definition/set-images.ts';
import { taskSizeProblems } from './task-size.ts';

/** What a task is launched from. */
export interface TaskLaunch {
  readonly options: TaskOptions;
  /** Of the service. */
  readonly launch: JsonObject;
  /** What the config writes about the service. */
  readonly settings: JsonObject;
  /** The task definition that runs. */
  readonly definition: JsonObject;
  /** The container that gets what is written; null: none does. */
  readonly container: string | null;
}

/** Most characters of overrides: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
const longestOverrides = 8192;

/** The members of RunTask that say how and where a task runs: those of the service, with what the task writes in their place. */
export function taskRequest({ options, launch, settings, definition, container }: TaskLaunch): JsonObject {
  const written = writtenLaunch(options);
  const { launchType, capacityProviderStrategy, platformVersion, enableExecuteCommand, ...rest } = launch;
  const where = 'launchType' in written || 'capacityProviderStrategy' in written;
  const own = {
    ...rest,
    ...(where || launchType === undefined ? {} : { launchType }),
    ...(where || capacityProviderStrategy === undefined ? {} : { capacityProviderStrategy }),
    // A service may have had it from before it was moved; RunTask refuses it on EC2.
    ...(where || platformVersion === undefined ? {} : { platformVersion }),
    // It needs a task role, which a task definition of its own may be without.
    ...(enableExecuteCommand === true && textIn(definition, 'taskRoleArn') !== null ? { enableExecuteCommand } : {}),
  };
  const overrides = overridesOf(options, container);
  const volumes = launchVolumes(definition);
  const disks = volumes.length === 0 ? {} : disksOf(options, settings);
  return { ...own, ...disks, ...written, ...(Object.keys(overrides).length === 0 ? {} : { overrides }) };
}

/** The volume that its service has at launch, as RunTask takes it: there it may say what becomes of the volume, which then goes. */
function disksOf({ volumeConfigurations: own }: TaskOptions, { volumeConfigurations }: JsonObject): JsonObject {
  return own != null || !Array.isArray(volumeConfigurations) ? {} : { volumeConfigurations };
}

/** Names of the volumes of a definition that are configured at launch. */
function launchVolumes(definition: JsonObject): readonly string[] {
  return objectsIn(definition, 'volumes')
    .filter(({ configuredAtLaunch }) => configuredAtLaunch === true)
    .map(({ name }) => String(name));
}

/** A volume that is configured at launch needs a configuration, and a configuration such a volume. */
function volumeProblems(definition: JsonObject, request: JsonObject): readonly string[] {
  const [volumes, configured] = [launchVolumes(definition), objectsIn(request, 'volumeConfigurations')];
  const names = configured.map(({ name }) => String(name));
  return [
    ...volumes
      .filter((name) => !names.includes(name))
      .map(
        (name) =>
          `the volume ${JSON.stringify(name)} of the task definition is configured at launch: write volumeConfigurations: [{ name: ${JSON.stringify(name)}, managedEBSVolume: { roleArn, sizeInGiB } }]`,
      ),
    ...configured.flatMap((one, index) => {
      const [path, disk] = [`volumeConfigurations[${index}]`, objectIn(one, 'managedEBSVolume')];
      const name = String(one.name);
      return [
        ...(volumes.includes(name)
          ? []
          : [`${path}.name: the task definition has no volume ${JSON.stringify(name)} that is configured at launch`]),
        ...(disk !== null && !says(disk, 'roleArn')
          ? [`${path}.managedEBSVolume.roleArn: it is missing, and ECS requires it`]
          : []),
        ...(disk !== null && !says(disk, 'sizeInGiB') && !says(disk, 'snapshotId')
          ? [`${path}.managedEBSVolume: it has neither sizeInGiB nor snapshotId`]
          : []),
      ];
    }),
  ];
}

/** What of the launch the task writes itself. */
function writtenLaunch(options: TaskOptions): JsonObject {
  return fitToShape(
    Object.fromEntries(
      launchMembers.flatMap((member) => (options[member] == null ? [] : [[member, options[member] as Json]])),
    ),
    serviceShape,
  );
}

function overridesOf(
  { command, environment = {}, cpu, memory, ephemeralStorage }: TaskOptions,
  container: string | null,
): JsonObject {
  const variables = Object.entries(environment).map(([name, value]) => ({ name, value: String(value) }));
  const own: JsonObject = {
    ...(command === undefined ? {} : { command }),
    ...(variables.length === 0 ? {} : { environment: variables }),
  };
  return {
    ...(Object.keys(own).length === 0 || container === null
      ? {}
      : { containerOverrides: [{ name: container, ...own }] }),
    ...(cpu === undefined ? {} : { cpu: String(cpu) }),
    ...(memory === undefined ? {} : { memory: String(memory) }),
    ...(ephemeralStorage === undefined ? {} : { ephemeralStorage: { sizeInGiB: Number(ephemeralStorage) } }),
  };
}

/** What RunTask would refuse of a request. */
export function requestProblems(
  request: JsonObject,
  { options, definition }: Pick<TaskLaunch, 'options' | 'definition'>,
): readonly string[] {
  const { overrides, networkConfiguration } = request;
  const length = overrides === undefined ? 0 : JSON.stringify(overrides).length;
  return [
    ...(length > longestOverrides
      ? [`command and environment are ${length} characters as overrides; ECS takes ${longestOverrides}`]
      : []),
    ...(textIn(definition, 'networkMode') === 'awsvpc' && networkConfiguration === undefined
      ? ['the task definition has network mode awsvpc, and the service has no networkConfiguration: write one']
      : []),
    ...volumeProblems(definition, request),
    ...settingsProblems(writtenLaunch(options), { creates: false, definition: null }).map(textOf),
    ...taskSizeProblems(request, definition).map(textOf),
  ];
}

function textOf({ path, message }: { readonly path: string; readonly message: string }): string {
  return `${path}: ${message}`;
}

/** The containers whose exit codes decide, and the essential ones. `named`: null where none was written. */
export function countingIn(
  definition: JsonObject,
  named: string | null,
): { readonly wanted: readonly string[]; readonly essential: readonly string[] } {
  const essential = containersIn(definition)
    .filter((each) => each.essential !== false)
    .map(({ name }) => String(name));
  return { wanted: named === null ? essential : [named], essential };
}
